"""From a case to its comparison: every stage in order."""


def compare(case, *, draft=False, progress=None):  # type: ignore[no-untyped-def]
    """Take the whole way."""
    raise NotImplementedError
