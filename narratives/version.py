"""The version of the package, which the pages that it writes name."""

__version__ = "0.2.0"
