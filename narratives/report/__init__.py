"""The report: one HTML file, offline, complete without scripts."""

from narratives.report.page import render_report, write_report

__all__ = ["render_report", "write_report"]
