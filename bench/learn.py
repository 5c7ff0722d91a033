"""Teach the built-in director: from the labelled phrasings to the weights of its reader.

    python -m bench.learn [--check]

--check teaches on all writers but one and reads that one's phrasings, for each in turn: how well a stranger is read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.director import Sheet
from agent.director.clause import Clause
from agent.director.reading import marked_text
from agent.director.senses import MEANING, SPELLING, WEIGHTS, WORDING, features, phrasings, spelled, stripped
from agent.director.talk import without_opener
from agent.director.text import clean
from agent.director.words import HERE
from agent.prompts import film_sheet
from bench.utterances import FOLDER
from memory.film import Film
from tools.engines.meaning import embed

SEEN = 3
"""Phrasings in which a word or pair must stand to be learned."""
SEEN_PART = 6
"""The same of a part of a word."""
RIDGE = 2e-5
Floats = NDArray[np.float64]


def main() -> None:
    """Teach, or check."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    said = parser.parse_args()
    texts, labels = zip(*phrasings(), strict=True)
    lesson = Lesson([_clause(text) for text in texts], labels)
    if said.check:
        _check(lesson, _writers())
        return
    everything = np.arange(len(labels))
    weights, words = lesson.taught(everything)
    _keep(weights, words, lesson.labels)
    print(f"{len(labels)} phrasings, {len(lesson.labels)} labels, {len(words)} words and pairs, {WEIGHTS.stat().st_size} bytes")


def digest() -> str:
    """The hash of the phrasings that the weights were taught by."""
    return hashlib.sha256(json.dumps(phrasings()).encode()).hexdigest()


class Lesson:
    """Phrasings made ready: their vectors, their words, their labels."""

    def __init__(self, clauses: Sequence[Clause], labels: Sequence[str]) -> None:
        self.labels = sorted(set(labels))
        self.wanted = np.array([self.labels.index(label) for label in labels])
        self.words = [features(clause) for clause in clauses]
        texts = [stripped(clause) or clause.text for clause in clauses]
        self.parts = [spelled(text) for text in texts]
        self.vectors = embed(texts)

    def taught(self, rows: NDArray[np.intp]) -> tuple[Floats, list[str]]:
        """Weights (vector and words, and a last row of biases, by label) of a logistic regression with a ridge."""
        from scipy.optimize import minimize  # type: ignore[import-untyped]

        words: list[str] = []
        for each, least in ((self.words, SEEN), (self.parts, SEEN_PART)):
            count = Counter(word for row in rows for word in each[row])
            words += sorted(word for word, often in count.items() if often >= least)
        vectors, worded, wanted = *self.design(rows, words), self.wanted[rows]
        size = vectors.shape[1]
        shape = (size + worded.shape[1] + 1, len(self.labels))
        across = worded.T.tocsr()

        def loss(flat: Floats) -> tuple[float, Floats]:
            weights = flat.reshape(shape)
            share = _shares(vectors @ weights[:size] + worded @ weights[size:-1] + weights[-1])
            cost = -np.log(share[np.arange(len(rows)), wanted] + 1e-12).mean() + RIDGE * (weights[:-1] ** 2).sum()
            share[np.arange(len(rows)), wanted] -= 1
            share /= len(rows)
            slope = np.vstack([vectors.T @ share, across @ share, share.sum(0)])
            slope[:-1] += 2 * RIDGE * weights[:-1]
            return float(cost), slope.ravel()

        found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 120})
        return np.asarray(found.x).reshape(shape), words

    def design(self, rows: NDArray[np.intp], words: Sequence[str]) -> tuple[Floats, Any]:
        """The rows' vectors, and their words as a sparse matrix, weighed as the reader weighs them."""
        from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

        places = {word: place for place, word in enumerate(words)}
        worded = csr_matrix((len(rows), len(words)))
        for each, weight in ((self.words, WORDING), (self.parts, SPELLING)):
            found = [[places[word] for word in sorted(each[row]) if word in places] for row in rows]
            values = np.concatenate([np.full(len(f), weight / np.sqrt(max(len(f), 1))) for f in found])
            lines = np.repeat(np.arange(len(rows)), [len(f) for f in found])
            worded = worded + csr_matrix((values, (lines, [p for f in found for p in f])), shape=worded.shape)
        return np.asarray(self.vectors[rows] * MEANING, np.float64), worded

    def read(self, rows: NDArray[np.intp], weights: Floats, words: Sequence[str]) -> Floats:
        """Shares of the labels for rows."""
        vectors, worded = self.design(rows, words)
        return _shares(vectors @ weights[: vectors.shape[1]] + worded @ weights[vectors.shape[1] : -1] + weights[-1])


def _shares(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(grown / grown.sum(1, keepdims=True))


def _clause(text: str) -> Clause:
    sheet = _sheet()
    marked = marked_text(without_opener(clean(text)), sheet)
    if marked is None:
        raise SystemExit(f"not read as English: {text}")
    return Clause(marked.text, marked, sheet)


def _sheet() -> Sheet:
    film = Film.model_validate(json.loads((FOLDER / "film.json").read_text(encoding="utf-8")))
    return Sheet.read(film_sheet(film))


def _writers() -> NDArray[np.intp]:
    """For every phrasing the number of who wrote it."""
    sizes = []
    for path in sorted((HERE / "said").glob("*.toml")):
        sizes.append(sum(len(group["says"]) for group in tomllib.loads(Path(path).read_text(encoding="utf-8"))["group"]))
    return np.repeat(np.arange(len(sizes)), sizes)


def _check(lesson: Lesson, writers: NDArray[np.intp]) -> None:
    for left_out in np.unique(writers):
        rows = np.flatnonzero(writers == left_out)
        weights, words = lesson.taught(np.flatnonzero(writers != left_out))
        share = lesson.read(rows, weights, words)
        right = share.argmax(1) == lesson.wanted[rows]
        sure = share.max(1) >= 0.7
        print(
            f"writer {left_out}: {right.mean():.1%} of {len(rows)} right; {sure.mean():.1%} read surely, "
            f"{right[sure].mean():.1%} of these right",
            flush=True,
        )


def _keep(weights: Floats, words: Sequence[str], labels: Sequence[str]) -> None:
    # a scale a row: one for all would round the rarer words' weights to nothing
    parts = {"meaning": weights[:384], "wording": weights[384:-1]}
    kept: dict[str, Any] = {"labels": np.array(labels), "words": np.array(words), "bias": weights[-1].astype(np.float32)}
    for name, part in parts.items():
        scale = np.maximum(np.abs(part).max(1, keepdims=True) / 127, 1e-9)
        kept |= {name: np.round(part / scale).astype(np.int8), f"{name}_scale": scale.astype(np.float32)}
    np.savez_compressed(WEIGHTS, digest=np.array(digest()), **kept)


if __name__ == "__main__":
    main()
