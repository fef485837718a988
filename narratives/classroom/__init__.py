"""For a class: what pupils and teachers get of a case, and what a class found."""

from narratives.classroom.editions import plan_lesson, render_key, render_marking, render_teacher
from narratives.classroom.grades import write_grades
from narratives.classroom.marks import PupilMark, write_marks
from narratives.classroom.offers import task_of
from narratives.classroom.results import ClassResults, class_results
from narratives.classroom.sheet import render_sheet
from narratives.classroom.slides import render_slides
from narratives.classroom.writing import Materials, write_classroom

__all__ = [
    "ClassResults",
    "Materials",
    "PupilMark",
    "class_results",
    "plan_lesson",
    "render_key",
    "render_marking",
    "render_sheet",
    "render_slides",
    "render_teacher",
    "task_of",
    "write_classroom",
    "write_grades",
    "write_marks",
]
