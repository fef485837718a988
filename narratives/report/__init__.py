"""The report: one HTML file, offline, complete without scripts; and a worksheet for a class."""

from narratives.report.classroom import render_class, write_class
from narratives.report.files import is_own_page
from narratives.report.page import render_report, write_report

__all__ = ["is_own_page", "render_class", "render_report", "write_class", "write_report"]
