"""One question to a server that speaks the interface of chat completions, within limits."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from narratives.case.readers import is_here, problem_of_address
from narratives.schema import NarrativesError

MOST_ANSWER = 1_000_000
"""Bytes of an answer that are read; more is no answer."""
WAIT = 300.0
"""Seconds that one answer may take, from the first word to the last."""
_PATH = "/v1/chat/completions"
_WAY_OUT = (
    "Start it, or take the key reader out of the settings: then the reader of the package reads. "
    "Answers that were given before are kept."
)


class NotAnsweredError(ValueError):
    """What a server sent is no answer: the statement stays unsure."""


class Server:
    """A server of language models: llama.cpp, Ollama, vLLM and others of their interface.

    No redirect is followed, no proxy is used, and nothing is looked up in the network unless
    ``anywhere`` is True.

    Parameters
    ----------
    url : str
        Such as ``http://127.0.0.1:8080``; a last ``/v1`` may stand there or not.
    anywhere : bool
        Whether it may be on another machine.
    wait : float
        Seconds that one answer may take.

    Raises
    ------
    NarrativesError
        If the address is not one, or not on this machine.

    Examples
    --------
    >>> Server("http://10.0.0.7:8080")
    Traceback (most recent call last):
    narratives.schema.NarrativesError: url "http://10.0.0.7:8080" is not on this machine. ...
    """

    def __init__(self, url: str, *, anywhere: bool = False, wait: float = WAIT) -> None:
        if problem := problem_of_address(url, anywhere=anywhere):
            raise NarrativesError(f'url "{_plain(url)}" {problem}')
        parts = urlsplit(url)
        self.host = parts.hostname or ""
        self.is_here = is_here(self.host)
        self._secure = parts.scheme == "https"
        self._port = parts.port or (443 if self._secure else 80)
        self._path = parts.path.rstrip("/").removesuffix("/v1") + _PATH
        self._wait = wait
        shown = f"[{self.host}]" if ":" in self.host else self.host
        self.address = f"{parts.scheme}://{shown}:{self._port}{self._path}"

    def ask(self, body: bytes) -> str:
        """Send a question and return the words of the answer.

        Raises
        ------
        NarrativesError
            If nobody answers, in time or at all, or with anything but the status 200.
        NotAnsweredError
            If the answer is too long, or not of the interface.
        """
        hosts = [self.host]
        if self.host.lower() == "localhost":
            # Both are this machine by RFC 6761; to look the name up might ask the network.
            hosts = ["127.0.0.1", "::1"]
        for host in hosts:
            try:
                return self._ask(host, body)
            except ConnectionRefusedError as error:
                refused = error
        raise NarrativesError(f"{self.address}: no server answers there ({refused}). {_WAY_OUT}")

    def _ask(self, host: str, body: bytes) -> str:
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        connection = kind(host, self._port, timeout=self._wait)
        head = {"Content-Type": "application/json", "Accept": "application/json"}
        late = threading.Event()
        try:
            connection.connect()
        except ConnectionRefusedError:
            raise
        except OSError as error:
            raise NarrativesError(
                f"{self.address}: the server cannot be reached ({_plain(str(error))}). {_WAY_OUT}"
            ) from error
        with _deadline(connection.sock, self._wait, late):
            try:
                connection.request("POST", self._path, body, head)
                response = connection.getresponse()
                status = response.status
                raw = response.read(MOST_ANSWER + 1)
            except (OSError, http.client.HTTPException) as error:
                if late.is_set() or isinstance(error, TimeoutError):
                    raise self._too_late() from error
                said = str(error) or type(error).__name__
                raise NarrativesError(
                    f"{self.address}: the server broke off ({_plain(said)}). {_WAY_OUT}"
                ) from error
            finally:
                connection.close()
        if late.is_set():
            raise self._too_late()
        if status != 200:
            raise NarrativesError(self._refusal(status, raw))
        if len(raw) > MOST_ANSWER:
            raise NotAnsweredError(f"the answer has more than {MOST_ANSWER:,} bytes")
        return _words_of(raw)

    def _too_late(self) -> NarrativesError:
        return NarrativesError(
            f"{self.address}: the server gave no whole answer within {self._wait:g} seconds. Take "
            "a smaller model or a faster machine, or take the key reader out of the settings. "
            "Answers that were given before are kept."
        )

    def _refusal(self, status: int, raw: bytes) -> str:
        said = f"{self.address}: the server answered with the status {status}"
        if 300 <= status < 400:
            return f"{said}, a redirect, which is not followed. Write the address itself."
        words = _plain(raw[:2_000].decode("utf-8", "replace"))
        way_out = _WAY_OUT
        if status in (400, 404):
            way_out = "Check the address, and that the server has a model of the name given."
        return f"{said}{f' and said: {words}' if words else ''}. {way_out}"


@contextmanager
def _deadline(line: socket.socket, wait: float, late: threading.Event) -> Iterator[None]:
    """Cut a line off when its time is over, however slowly it trickles."""

    def cut() -> None:
        late.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(wait, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _words_of(raw: bytes) -> str:
    """Return the words of the first choice of an answer."""
    try:
        answer: Any = json.loads(raw.decode("utf-8"))
        words = answer["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NotAnsweredError("the answer is not of the interface of chat completions") from None
    if not isinstance(words, str):
        raise NotAnsweredError("the answer has no words")
    return words


def _plain(text: str) -> str:
    """Write foreign words on one line of a message, cut short."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return flat if len(flat) <= 200 else f"{flat[:200]}…"
