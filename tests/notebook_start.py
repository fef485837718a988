"""What a kernel runs before a notebook in ``make test``: comparisons are made once for a run.

IPython runs it in the notebook's own names, so it leaves none behind.
"""


def _share() -> None:
    from once import compare_once

    import narratives

    narratives.compare = compare_once


_share()
del _share
