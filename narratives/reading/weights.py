"""Weights in safetensors, read through torch and transformers where these are installed.

transformers gives the shape of a network and nothing else: it never sees the folder, so
that no code of it is run, no other file of it is opened, and nothing is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narratives.schema import NarrativesError

Network = Callable[[dict[str, NDArray[np.int64]]], NDArray[np.float64]]
"""Inputs by name to raw scores."""
FAMILIES = (
    "bert",
    "camembert",
    "deberta",
    "deberta-v2",
    "distilbert",
    "electra",
    "modernbert",
    "mpnet",
    "roberta",
    "xlm-roberta",
)
"""Kinds of networks that are read from safetensors, as config.json names them."""
TAKES_KINDS = ("bert", "deberta", "deberta-v2", "electra")
"""Those of them that are told which pieces belong to the second text."""
_OF_ELSEWHERE = (
    "_attn_implementation",
    "_attn_implementation_internal",
    "_name_or_path",
    "attn_implementation",
    "auto_map",
    "dtype",
    "quantization_config",
    "torch_dtype",
)
"""Keys of a config.json that can name code, places or kernels that are not in the folder."""


def open_weights(path: Path, config: Mapping[str, Any]) -> Network:
    """Open the weights of a classifier of pairs of texts.

    Parameters
    ----------
    path : Path
        ``model.safetensors``.
    config : mapping
        What ``config.json`` beside it says.

    Returns
    -------
    callable
        Takes ``input_ids``, ``attention_mask`` and ``token_type_ids``, and gives raw scores.

    Raises
    ------
    NarrativesError
        If torch, transformers or safetensors is missing, the kind of network is not known,
        or the weights do not fit it.
    """
    family = str(config.get("model_type", ""))
    if family not in FAMILIES:
        raise NarrativesError(
            f'{path.parent / "config.json"}: model_type "{family[:40]}" is not read from '
            f"safetensors. Allowed: {', '.join(FAMILIES)}. Export the model to ONNX instead."
        )
    # Read at import. Without them the libraries may ask the network for news and kernels.
    os.environ.update(
        {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    )
    try:
        import torch
        from safetensors.torch import load_file
        from transformers import AutoConfig, AutoModelForSequenceClassification
    except ImportError as error:
        raise NarrativesError(
            f"{path}: weights in safetensors need the packages torch, transformers and "
            f"safetensors ({error}). Install the extra readers: pip install "
            '"narratives[readers]". A folder with model.onnx needs none of them.'
        ) from error
    plain = {str(key): value for key, value in config.items() if key not in _OF_ELSEWHERE}
    try:
        shape = AutoConfig.for_model(plain.pop("model_type"), **plain)
        network = AutoModelForSequenceClassification.from_config(shape, trust_remote_code=False)
        found = network.load_state_dict(load_file(path), strict=False)
    except Exception as error:
        said = " ".join(str(error).split())[:200]
        raise NarrativesError(
            f"{path}: the weights cannot be read as config.json says ({said}). Save the model "
            "anew, with its config.json."
        ) from error
    if found.missing_keys:
        raise NarrativesError(
            f"{path}: the weights lack {len(found.missing_keys)} parts of the network, "
            f"{found.missing_keys[0]} among them. Take a folder with a trained classifier."
        )
    network.eval()

    def run(given: dict[str, NDArray[np.int64]]) -> NDArray[np.float64]:
        taken = {
            name: torch.from_numpy(values)
            for name, values in given.items()
            if name != "token_type_ids" or family in TAKES_KINDS
        }
        with torch.inference_mode():
            scores = network(**taken).logits
        return np.asarray(scores.to(torch.float64).numpy(), dtype=np.float64)

    return run
