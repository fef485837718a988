"""For a class: what pupils and teachers get of a case, and what a class found."""
