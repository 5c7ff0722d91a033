"""Kill `onereel say` at random moments through a whole conversation, and compare the film with an undisturbed one.

python -m bench.turns [--kills 50] [--seed 1]

The built-in director leads. Words whose command was killed before it answered are said again until it answers; words that
were answered are never repeated. In the end both films must be the same: film.json byte for byte, and every version of the
history but for its time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from memory.film import Film
from memory.project import Project

SAID = (
    "make scene 3 darker",
    "swap scenes 1 and 2",
    "make scene 3 darker",
    "make scene 1 warmer and turn the music down",
    "undo",
    "remove scene 4",
    "make scene 1 much brighter, and make scene 2 a bit grainy",
    "add rain to scene 2",
    "undo",
    "undo",
    "redo",
    "swap scenes 2 and 3",
    "make the last scene darker",
)
"""The conversation: edits that would show if they were made twice, several at once, and steps back and forth."""


@dataclass
class Toll:
    """What the kills met: how many landed, in what state each left the last turn, and seconds of commands that were let be."""

    landed: int = 0
    states: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onereel-turns-") as folder:
        calm, toll, same = compared(Path(folder), said.kills, said.seed)
    print(f"{len(SAID)} turns undisturbed: {sum(calm.seconds) / len(calm.seconds):.2f} s each, the process's start included")
    print(f"{toll.landed} kills while a command ran; they left the last turn {dict(toll.states)}")
    print(f"film and history equal to the undisturbed ones: {same}")
    return 0 if same and toll.landed >= said.kills else 1


def compared(folder: Path, kills: int, seed: int, script: Sequence[str] = SAID) -> tuple[Toll, Toll, bool]:
    """One conversation undisturbed, one with so many kills; what both met, and whether both films are the same."""
    calm, disturbed = begun(folder / "calm"), begun(folder / "killed")
    quiet = talked(calm, script, 0, random.Random(seed), 1.0)
    toll = talked(disturbed, script, kills, random.Random(seed), sum(quiet.seconds) / len(quiet.seconds))
    return quiet, toll, state_of(calm) == state_of(disturbed)


def begun(folder: Path) -> Path:
    """A film of four short scenes in a new folder."""
    scenes = [
        {"id": f"s{n}", "title": title, "description": f"A {title.lower()} at dusk.", "narration": f"This is part {n}."}
        for n, title in enumerate(("Harbour", "Forest", "Mountain", "Village"), 1)
    ]
    return Project.create(folder, Film.model_validate({"title": "The Walk", "scenes": scenes}), "drafted").root


def talked(folder: Path, script: Sequence[str], kills: int, dice: random.Random, usual: float) -> Toll:
    """Say everything, spreading the kills over the conversation; `usual` is the seconds a command takes."""
    toll, each = Toll(), -(-kills // len(script))
    for place, words in enumerate(script, 1):
        due = min(kills, each * place)
        while not said(folder, words, _moment(dice, usual) if toll.landed < due else None, toll):
            pass
    while toll.landed < kills:  # the last words went through too early to be killed often enough
        said(folder, "hello", _moment(dice, usual), toll)
    return toll


def _moment(dice: random.Random, usual: float) -> float:
    """Mostly late: for the greater part of its time a command only loads libraries."""
    return usual * (dice.uniform(0, 1) if dice.random() < 0.2 else dice.uniform(0.6, 1.1))


def said(folder: Path, words: str, kill_after: float | None, toll: Toll) -> bool:
    """Whether the command answered; a status other than 0 that no kill explains is an error."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "ui", "say", str(folder), words, "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "XDG_DATA_HOME": str(folder.parent / "data"), "ONEREEL_MODEL": "built-in"},
    )  # fmt: skip
    try:
        _, errors = process.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        process.kill()
        told, errors = process.communicate()
        if process.returncode == -signal.SIGKILL:
            toll.landed += 1
            toll.states["read" if told.strip() else left(folder)] += 1
            return bool(told.strip())
    if process.returncode:
        raise RuntimeError(f"{words!r} ended with status {process.returncode}: {errors}")
    if kill_after is None:
        toll.seconds.append(time.monotonic() - began)
    return True


def left(folder: Path) -> str:
    """In what state a kill left the last turn."""
    from agent.runs import Runs

    path = folder / "conversation" / "runs.sqlite"
    if not path.exists():
        return "none"
    runs = Runs(path)
    try:
        last = runs.last()
    finally:
        runs.close()
    return "none" if last is None else "told" if last.delivered else last.state


def state_of(folder: Path) -> tuple[bytes, list[dict[str, Any]]]:
    """film.json as it is, and every version without its time and the mark of its call."""
    kept = [json.loads(path.read_text()) for path in sorted((folder / "history").glob("[0-9]*.json"))]
    versions = [{name: value for name, value in each.items() if name not in ("when", "mark", "digest")} for each in kept]
    return (folder / "film.json").read_bytes(), versions


if __name__ == "__main__":
    raise SystemExit(main())
