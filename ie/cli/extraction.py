"""Documents to results, in this process or in several, always in the order of the documents."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from ie import api
from ie.documents import Document
from ie.engine.extract import Extractor
from ie.records import Result

if TYPE_CHECKING:
    from concurrent.futures import Future

Outcome = Result | str
"""What came of a document: its records, or the message that says why there are none."""

_CHUNK_DOCUMENTS, _CHUNK_CHARACTERS = 32, 200_000
_ENDED = 143
"""What a shell reports of programs that were asked to end."""
_AHEAD = 3
"""Chunks a process that wait to be worked on or written: enough that no process idles, few enough to hold."""


def in_this_process(extractor: Extractor, documents: Iterable[Document]) -> Iterator[Outcome]:
    """The outcome for each document."""
    return (_extract(extractor, document) for document in documents)


def in_processes(rules: Sequence[str], documents: Iterable[Document], jobs: int) -> Iterator[Outcome]:
    """The same, worked out in several processes; memory does not grow with the number of documents."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    _end_with_workers()
    pool = ProcessPoolExecutor(jobs, initializer=_start, initargs=(list(rules),))
    pending: deque[Future[list[Outcome]]] = deque()
    try:
        for chunk in _chunks(documents):
            pending.append(pool.submit(_work, chunk))
            while len(pending) > jobs * _AHEAD or (pending and pending[0].done()):
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()
    except BrokenProcessPool as error:
        raise OSError("a process was ended from outside, perhaps for want of memory; try fewer --jobs") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with_workers() -> None:
    """Let a request to end come as an exception, so that no process is left behind."""
    import signal

    def end(number: int, frame: object) -> None:
        raise SystemExit(_ENDED)

    with suppress(ValueError):  # only the main thread may say what a signal does
        signal.signal(signal.SIGTERM, end)


def _extract(extractor: Extractor, document: Document) -> Outcome:
    found = api.extract(extractor, document)
    return f"{document.id}: {found}" if isinstance(found, str) else found


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    characters = 0
    for document in documents:
        chunk.append(document)
        characters += len(document.text)
        if len(chunk) >= _CHUNK_DOCUMENTS or characters >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


# --- in the other processes --------------------------------------------------------------------------------------

_extractor: Extractor | None = None


def _start(rules: list[str]) -> None:
    import signal

    global _extractor
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is interrupted too, and ends the others
    _extractor = api.extractor(rules)


def _work(documents: list[Document]) -> list[Outcome]:
    assert _extractor is not None
    return list(in_this_process(_extractor, documents))
