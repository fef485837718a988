"""The reader of bearings that a case asks for: a folder on disk, or a server on this machine."""

from __future__ import annotations

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

import yaml

from narratives.case.nodes import Yaml, read_mapping, read_text, shorten

READERS = ("folder", "served")
"""Where a reader of bearings may come from, other than the package."""
_SERVED = ("url", "model", "anywhere")
_YES = ("true", "yes", "on")
_NO = ("false", "no", "off")
_HOST = re.compile(r"[A-Za-z0-9._:-]+\Z")
_MODEL = re.compile(r"[^\x00-\x1f\x7f]{1,200}\Z")
_EXAMPLE = "http://127.0.0.1:8080"


def read_reader(file: Yaml, node: yaml.Node | None) -> dict[str, Any]:
    """Read ``settings.reader``; mistakes are noted in ``file``.

    Returns
    -------
    dict
        ``{"folder": path}``, or ``{"served": {"url", "model", "anywhere"}}``; empty where
        there is nothing, or a mistake.
    """
    key = "settings.reader"
    given = read_mapping(file, node, key, READERS)
    if len(given) != 1:
        if isinstance(node, yaml.MappingNode) and (len(given) > 1 or not node.value):
            file.complain(
                node, f"{key} has {len(given)} of the keys {', '.join(READERS)}. Give one."
            )
        return {}
    if "folder" in given:
        name = read_text(file, given["folder"], f"{key}.folder", bare=("int", "float"))
        if not name:
            return {}
        if "\0" in name or not (file.path.parent / name).is_dir():
            file.complain(
                given["folder"],
                f'{key}.folder "{shorten(name)}": there is no such folder. Write where the model '
                "lies, as seen from the case folder, or take the key reader out: then the reader "
                "of the package reads.",
            )
            return {}
        return {"folder": name}
    return _read_served(file, given["served"], f"{key}.served")


def _read_served(file: Yaml, node: yaml.Node, key: str) -> dict[str, Any]:
    served = read_mapping(file, node, key, _SERVED, ("url", "model"))
    url = read_text(file, served.get("url"), f"{key}.url")
    model = read_text(
        file,
        served.get("model"),
        f"{key}.model",
        pattern=_MODEL,
        shape="is not the name of a model. Write the one under which the server knows it, "
        "on one line of at most 200 characters.",
        bare=("int", "float"),
    )
    word = read_text(file, served.get("anywhere"), f"{key}.anywhere", bare=("bool",)).lower()
    if word and word not in (*_YES, *_NO):
        file.complain(
            served["anywhere"],
            f'{key}.anywhere "{shorten(word)}" is not allowed. Allowed: true, false.',
        )
        return {}
    anywhere = word in _YES
    if url and (problem := problem_of_address(url, anywhere=anywhere)):
        file.complain(served["url"], f'{key}.url "{shorten(url)}" {problem}')
        return {}
    return {"served": {"url": url, "model": model, "anywhere": anywhere}} if url and model else {}


def problem_of_address(url: str, *, anywhere: bool = False) -> str:
    """Say what is wrong with the address of a server; nothing is asked of the network.

    Only numbers of this machine and the name localhost are on this machine for certain.
    Any other name would have to be looked up, which is a question to the network already.

    Parameters
    ----------
    url : str
        Such as ``http://127.0.0.1:8080``.
    anywhere : bool
        Whether the server may be on another machine.

    Returns
    -------
    str
        Empty where it is in order; else the rest of a sentence that begins with the address.

    Examples
    --------
    >>> problem_of_address("http://127.0.0.1:8080")
    ''
    >>> problem_of_address("http://example.org")[:40]
    'is not on this machine. Allowed: 127.0.0'
    """
    wrong = (
        f"is not the address of a server. Write http:// or https://, a host and a port, as in "
        f'"{_EXAMPLE}".'
    )
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return wrong
    odd = parts.username is not None or parts.query or parts.fragment or not url.isprintable()
    if parts.scheme not in ("http", "https") or not _HOST.match(host) or odd or " " in url:
        return wrong
    if anywhere or is_here(host):
        return ""
    return (
        "is not on this machine. Allowed: 127.0.0.0 to 127.255.255.255, ::1 and localhost. "
        "Serve the model here, or write anywhere: true beside it if the words of the documents "
        "may leave this machine."
    )


def is_here(host: str) -> bool:
    """Tell whether a host is this machine for certain.

    Examples
    --------
    >>> [is_here(host) for host in ("localhost", "127.8.0.1", "::1", "0.0.0.0", "127.1")]
    [True, True, True, False, False]
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
