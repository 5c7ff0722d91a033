"""Contact sheets: every shot of drafted films, or single scene descriptions, as pictures side by side, to be looked at.

    python -m bench.sheets [--out sheet.png] [--width 480] [--columns 4] "a premise" "another premise" ...
    python -m bench.sheets --words "two foxes behind a hut" "a whale beside a small boat"

Prints one line a picture - where it stands on the sheet, its words, what the engine noted, how much of it is clipped - and
writes the sheet. It asks the engine itself, without a project, so that nothing old is shown.
"""

from __future__ import annotations

import argparse
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.callsheet import call_sheet
from tools.engines import Brief, StillRequest, load_engine

Pixels = NDArray[np.uint8]

CAPTION = 22
"""Pixels under a picture for its words."""


def main() -> None:
    """Draw what is asked for and write the sheet."""
    parser = argparse.ArgumentParser()
    parser.add_argument("said", nargs="+")
    parser.add_argument("--words", action="store_true", help="each is a scene description, not a premise")
    parser.add_argument("--out", type=Path, default=Path("sheet.png"))
    parser.add_argument("--width", type=int, default=480)
    parser.add_argument("--columns", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    said = parser.parse_args()
    size = (said.width, round(said.width * 9 / 16 / 2) * 2)
    if said.words:
        asked = [StillRequest(width=size[0], height=size[1], description=words, seed=said.seed) for words in said.said]
    else:
        asked = [one for premise in said.said for one in shots(premise, size, said.seconds, said.seed)]
    with ProcessPoolExecutor(2) as workers:
        drawn = list(workers.map(picture, asked))
    for number, (request, (pixels, notes)) in enumerate(zip(asked, drawn, strict=True), start=1):
        print(f"{number:3} {clipped(pixels):5.2%} clipped  {request.framing:6} {request.description}")
        for note in notes:
            print(f"      {note}")
    cv2.imwrite(str(said.out), together([labelled(p, f"{i} {r.description}") for i, (r, (p, _)) in
                                         enumerate(zip(asked, drawn, strict=True), start=1)], said.columns))  # fmt: skip


def shots(premise: str, size: tuple[int, int], seconds: float, seed: int) -> list[StillRequest]:
    """The stills that a film of this premise asks for, at the sheet's size."""
    film = load_engine("story", "authored")(Brief(text=premise, seconds=seconds, seed=seed))
    film = film.model_copy(update={"width": size[0], "height": size[1]})
    return [job.request for job in call_sheet(film) if isinstance(job.request, StillRequest)]


def picture(request: StillRequest) -> tuple[Pixels, tuple[str, ...]]:
    """The drawn picture (height, width, 3; BGR) and the engine's notes."""
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory(prefix="onereel-sheet-") as folder:
        made = load_engine("stills", "papercut")(request, {}, Path(folder))
        return np.asarray(cv2.imread(str(Path(folder) / made.main)), np.uint8), made.notes


def clipped(pixels: Pixels) -> float:
    """Share of pixels whose three channels are all black or all white (0..2 or 253..255)."""
    return float(((pixels <= 2).all(axis=2) | (pixels >= 253).all(axis=2)).mean())


def labelled(pixels: Pixels, words: str) -> Pixels:
    """The picture with the beginning of its words under it."""
    foot = np.full((CAPTION, pixels.shape[1], 3), 24, np.uint8)
    plain = words.encode("ascii", "replace").decode()[: pixels.shape[1] // 7]
    cv2.putText(foot, plain, (4, 15), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (220, 220, 220), 1, cv2.LINE_AA)
    return np.vstack([pixels, foot])


def together(pictures: list[Pixels], columns: int) -> Pixels:
    """Pictures of one size in rows of `columns`, the last row filled up with black."""
    blank = np.zeros_like(pictures[0])
    padded = pictures + [blank] * (-len(pictures) % columns)
    return np.vstack([np.hstack(padded[i : i + columns]) for i in range(0, len(padded), columns)])


if __name__ == "__main__":
    main()
