"""Chroma in a process of its own: damage to its files, and now and then nothing at all, ends or hangs who runs it.

Run by its path (`python -P chroma_worker.py`); it imports nothing of ours. Requests and replies are pickled dictionaries
on standard input and output, the first reply saying that Chroma is loaded. It leaves when its input ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

Request = Mapping[str, Any]
Reply = dict[str, Any]

SPACE = {"hnsw": {"space": "cosine", "ef_search": 200}}
_BATCH = 500
_CONNECT_SECONDS = 3.0


def main() -> None:
    """Answer requests one after another; each has an end, since nobody may be left to end a process that hangs."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no reply
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import chromadb  # noqa: F401
    except BaseException as error:
        _send(answers, {"error": type(error).__name__, "text": str(error)})
        return
    _send(answers, {"ready": True})
    with contextlib.suppress(EOFError):
        while True:
            request = pickle.load(sys.stdin.buffer)
            signal.alarm(60 + 4 * request["seconds"])
            _send(answers, _answered(request))
            signal.alarm(0)


def _send(answers: BinaryIO, reply: Reply) -> None:
    pickle.dump(reply, answers)
    answers.flush()


def _answered(request: Request) -> Reply:
    try:
        with _client(request) as client:
            return {"probe": _probe, "use": _use, "drop": _drop}[request["do"]](client, request)
    except BaseException as error:
        return {"error": type(error).__name__, "text": str(error)}


@contextlib.contextmanager
def _client(request: Request) -> Iterator[Any]:
    """Chroma's client, without telemetry and without the .env file of the folder that we happen to be in."""
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
    with contextlib.ExitStack() as stack:
        if "host" in request:
            socket.create_connection((request["host"], request["port"]), _CONNECT_SECONDS).close()
            client: Any = chromadb.HttpClient(request["host"], request["port"], ssl=request["secure"], settings=quiet)
        else:
            lock = stack.enter_context(open(f"{request['path']}.use", "w"))  # noqa: PTH123
            fcntl.flock(lock, fcntl.LOCK_EX)  # who asked may be gone by now, and others may take up the folder
            client = chromadb.PersistentClient(path=request["path"], settings=quiet)
        stack.callback(client.close)
        yield client


def _use(client: Any, request: Request) -> Reply:
    """Bring the collection up to the log, then search it when there is a question."""
    import numpy as np

    collection = client.get_or_create_collection(request["name"], embedding_function=None, configuration=request["space"])
    _catch_up(collection, request)
    reply: Reply = {"count": collection.count(), "ids": []}
    question = request["question"]
    if question:
        vector = np.frombuffer(question["vector"], np.float32).reshape(1, -1)
        found = collection.query(query_embeddings=vector, n_results=question["most"], where=question["where"], include=[])
        reply["ids"] = [int(name) for name in found["ids"][0]]
    return reply


def _catch_up(collection: Any, request: Request) -> None:
    """Add what the collection lacks and take out what was forgotten; later rows of another process stay."""
    import numpy as np

    rows = {row[0]: row for row in request["rows"]}
    held = {int(name) for name in collection.get(include=[])["ids"]}
    gone = [row for row in held - rows.keys() if row <= max(rows, default=0)]
    for start in range(0, len(gone), _BATCH):
        collection.delete(ids=[str(row) for row in gone[start : start + _BATCH]])
    lacking = sorted(rows.keys() - held)
    for start in range(0, len(lacking), _BATCH):
        part = [rows[row] for row in lacking[start : start + _BATCH]]
        collection.upsert(
            ids=[str(row) for row, *_ in part],
            embeddings=np.stack([np.frombuffer(vector, np.float32) for *_, vector in part]),
            metadatas=[{"film": film, "kind": kind} for _, film, kind, _ in part],
        )


def _probe(client: Any, request: Request) -> Reply:
    """Ask an index for everything: every id, every vector, and every vector's nearest; the reply says why not, or ""."""
    import numpy as np

    collection = client.get_collection(request["name"], embedding_function=None)
    vectors = {str(row): np.frombuffer(vector, np.float32) for row, _, _, vector in request["rows"]}
    held = collection.get(include=["embeddings", "metadatas"])
    shared = [name for name in held["ids"] if name in vectors]
    found = {name: np.asarray(vector, np.float32) for name, vector in zip(held["ids"], held["embeddings"], strict=True)}
    if not all(np.allclose(found[name], vectors[name], atol=1e-5) for name in shared):
        return {"why": "it holds other vectors than the log"}
    for start in range(0, len(shared), _BATCH):
        part = np.stack([vectors[name] for name in shared[start : start + _BATCH]])
        nearest = collection.query(query_embeddings=part, n_results=1, include=["distances"])["distances"]
        if any(not near or near[0] > 1e-3 for near in nearest):
            return {"why": "it does not find what it holds"}
    return {"why": ""}


def _drop(client: Any, request: Request) -> Reply:
    from chromadb.errors import NotFoundError

    with contextlib.suppress(NotFoundError):
        client.delete_collection(request["name"])
    return {"count": 0}


if __name__ == "__main__":
    main()
