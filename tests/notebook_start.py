"""What a kernel runs before a notebook in ``make test``: what many want is made once for a run.

IPython runs it in the notebook's own names, so it leaves none behind.
"""


def _share() -> None:
    from once import compare_once
    from shared_graphs import share_graphs

    import narratives

    narratives.compare = compare_once
    share_graphs()


_share()
del _share
