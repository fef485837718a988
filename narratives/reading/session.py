"""Opening a trained graph, and what comes out of it on a grid that all machines share.

A graph of the package multiplies whole numbers, whose sums are the same in every order and
on every processor. What is left are logarithms and exponentials, whose last bit a processor
may round otherwise: they are computed in 64 bits and put on a grid before anything is
decided by them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

GRID = 2.0**-12
"""Log-likelihoods lie this far apart. A power of two: their sums are exact."""


class Session(Protocol):
    """An open graph: arrays in by name, arrays out."""

    def run(self, wanted: list[str] | None, given: dict[str, Any]) -> list[Any]:
        """Return the outputs asked for, or all, in their order."""

    def get_inputs(self) -> list[Any]:
        """Return what the graph takes, each with a name and a type."""

    def get_outputs(self) -> list[Any]:
        """Return what the graph gives out, each with a name."""


def open_session(path: str | Path) -> Session:
    """Open an ONNX graph for one core, with nothing left to chance.

    The one place where onnxruntime is imported. Without the variable that is set before,
    the import writes a number of this machine into the home of its user and asks for an
    address in the network.

    Parameters
    ----------
    path : str or Path
        The graph.

    Returns
    -------
    Session
        With ``run(names, inputs)``.

    Examples
    --------
    >>> from importlib.resources import files
    >>> session = open_session(files("narratives.tagging") / "fast.onnx")
    >>> [output.name for output in session.get_outputs()]
    ['scores']
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.enable_mem_pattern = False  # Hardly two runs have one size.
    options.log_severity_level = 3
    graph = Path(path).read_bytes()
    found: Session = onnxruntime.InferenceSession(
        graph, options, providers=["CPUExecutionProvider"]
    )
    return found


def to_grid(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Put log-likelihoods on the grid that all machines share, in steps of ``GRID``.

    Examples
    --------
    >>> to_grid(np.array([-0.3, -0.3 + 1e-9])).tolist()
    [-0.300048828125, -0.300048828125]
    """
    return np.round(np.asarray(values, dtype=np.float64) / GRID) * GRID


def log_likely(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Turn raw scores of a graph into log-likelihoods on the grid.

    Parameters
    ----------
    scores : array of shape (..., n_labels)

    Returns
    -------
    array of the same shape
        As probabilities each row sums to 1, but for the steps of the grid.

    Examples
    --------
    >>> np.exp(log_likely(np.array([[0.0, 0.0]]))).round(3).tolist()
    [[0.5, 0.5]]
    """
    raw = np.asarray(scores, dtype=np.float64)
    below = raw - raw.max(axis=-1, keepdims=True)
    return to_grid(below - np.log(np.exp(below).sum(axis=-1, keepdims=True)))
