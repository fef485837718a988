"""The pages in a real Chromium: a package, so that one browser serves all of its modules."""
