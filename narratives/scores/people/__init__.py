"""Ratings and judgments of several persons: how far they agree, and put together."""
