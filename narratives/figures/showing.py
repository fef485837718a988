"""A figure in a notebook: shown once, with the words that say what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narratives.schema import SchemaError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def show(figure: Figure | Axes, alt: str) -> None:
    """Show a figure in a notebook, with words for those who do not see it.

    The figure is closed, so that the notebook does not show it a second time.

    Parameters
    ----------
    figure : Figure or Axes
        As the ``plot_`` functions return it.
    alt : str
        What the figure shows, in one or two sentences.

    Raises
    ------
    SchemaError
        If ``alt`` is empty.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> show(Figure(figsize=(1, 1)), " ")
    Traceback (most recent call last):
    narratives.schema.errors.SchemaError: alt is empty. Say in words what the figure shows, ...
    """
    if not alt.strip():
        raise SchemaError(
            "alt is empty. Say in words what the figure shows, for those who do not see it."
        )
    from IPython.display import display
    from matplotlib import pyplot as plt

    drawn = figure if hasattr(figure, "savefig") else figure.figure
    plt.close(drawn)  # type: ignore[arg-type]
    display(drawn, metadata={"image/png": {"alt": " ".join(alt.split())}})  # type: ignore[no-untyped-call]
