"""The report: one HTML file, offline, complete without scripts."""

from narratives.report.files import is_own_page
from narratives.report.page import render_report, write_report

__all__ = ["is_own_page", "render_report", "write_report"]
