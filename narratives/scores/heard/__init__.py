"""Who is heard for and against a narrative, how firmly, and on what basis."""
