"""How much of a stranger's scene the painter draws: a bank of descriptions, each with what it must show.

    python -m bench.pictures [--set open closed] [--show missed|all] [--sheet DIR] [--width 320] [--first N]

Each description is drawn. What the engine says it drew (stage.json, and the plan's drawings and counts) is held against
the bank's lists; a subject counts only where taking its layer away changes the finished picture. Scenery (what a setting shows
of itself) counts as drawn when a layer that bears its name shows, without being taken away alone: such hits are also counted
apart. Of a closed set only counts are printed.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.depicted import Shown, pixels_of, shown_of
from bench.sheets import clipped
from memory.film import CastMember
from tools.engines import StillRequest, load_engine

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "pictures"
CLOSED = "# Kept closed"
"""How a set begins whose sentences nobody who works on the painter reads."""

SEEN, UNTOUCHED = 0.0012, 0.3
"""Least share of the frame in which a thing shows, and least share of its own paint that nothing hides."""

PLACES = ("setting", "time", "weather", "season")
DRAWN = ("named", "drawn", "hidden", "missed", "unasked", "misdrawn")


@dataclass(frozen=True)
class Verdict:
    """What came of one description: counts by kind, and the lines that say why."""

    text: str
    counts: Mapping[str, int]
    lines: tuple[str, ...]
    clipped: float = 0.0
    """Share of the picture that is all black or all white."""


@dataclass(frozen=True)
class Drawn:
    """One finished picture as the engine describes it: place, hour, weather, season, and the things with their paint."""

    places: Mapping[str, str]
    things: tuple[Shown, ...]
    clipped: float = 0.0


def request_of(scene: Mapping[str, Any], width: int, seed: int = 0) -> StillRequest:
    """The still that a description of the bank asks for."""
    cast = tuple(CastMember(id=f"c{i}", **member) for i, member in enumerate(scene.get("cast", ()), start=1))
    height = round(width * 9 / 16 / 2) * 2
    return StillRequest(width=width, height=height, description=scene["text"], cast=cast, seed=seed)


def draw(request: StillRequest, keep: Path | None = None) -> Drawn:
    """Draw it and look at what came; the finished picture is copied to `keep`."""
    with TemporaryDirectory(prefix="onereel-picture-") as name:
        folder = Path(name)
        made = load_engine("stills", "papercut")(request, {}, folder)
        if keep is not None:
            keep.write_bytes((folder / made.main).read_bytes())
        places, things = shown_of(request, folder)
        return Drawn(places, things, clipped(pixels_of(folder / made.main)))


def judge(scene: Mapping[str, Any], drawn: Drawn) -> Verdict:
    """Hold a picture against what its description must show."""
    counts: Counter[str] = Counter(named=len(scene["must"]))
    lines: list[str] = []
    free = list(drawn.things)
    found: list[Shown | None] = [None] * len(scene["must"])
    for rank in range(max(len(item["what"]) for item in scene["must"])):
        for i, item in enumerate(scene["must"]):
            if found[i] is None and rank < len(item["what"]):
                found[i] = _take(free, item["what"][rank])
    for item, thing in zip(scene["must"], found, strict=True):
        _element(item, thing, counts, lines)
        _relation(item, thing, scene, found, counts, lines)
    for thing in free:
        if thing.subject and not any(thing.is_called(word) for word in scene.get("also", ())):
            counts["unasked"] += 1
            lines.append(f"unasked   {thing.name} ({thing.label})")
    for place in PLACES:
        _place(place, scene, drawn.places[place], counts, lines)
    return Verdict(scene["text"], counts, tuple(lines), drawn.clipped)


def _take(free: list[Shown], word: str) -> Shown | None:
    """The first thing of that name; a subject is taken away, scenery stays for others."""
    thing = next((t for t in free if t.is_called(word)), None)
    if thing is not None and thing.subject:
        free.remove(thing)
    return thing


def _element(item: Mapping[str, Any], thing: Shown | None, counts: Counter[str], lines: list[str]) -> None:
    what = item["what"][0]
    if thing is None:
        counts["missed"] += 1
        lines.append(f"missed    {what}")
        return
    if thing.subject and not thing.is_drawn_as(item["what"]):
        counts["misdrawn"] += 1
        lines.append(f"misdrawn  {what} as {thing.label}")
        return
    if thing.area < SEEN or thing.bare < UNTOUCHED:
        counts["hidden"] += 1
        lines.append(f"hidden    {what}: {thing.area:.2%} of the frame, {thing.bare:.0%} of it bare")
        return
    counts["drawn"] += 1
    counts["scenery"] += not thing.subject
    if thing.subject and ("count" in item or "at_least" in item):
        right = thing.count == item["count"] if "count" in item else thing.count >= item["at_least"]
        counts["counted"] += 1
        counts["count right"] += right
        lines += [] if right else [f"count     {what}: {thing.count}"]


def _relation(
    item: Mapping[str, Any], thing: Shown | None, scene: Mapping[str, Any], found: Sequence[Shown | None],
    counts: Counter[str], lines: list[str],
) -> None:  # fmt: skip
    if "relation" not in item or thing is None:
        return
    how, name = item["relation"]
    other = next((f for i, f in zip(scene["must"], found, strict=True) if f and f is not thing and name in i["what"]), None)
    if other is None:
        return
    counts["related"] += 1
    holds = thing.stands(how, other)
    counts["relation right"] += holds
    lines += [] if holds else [f"relation  {thing.name} not {how} {other.name}"]


def _place(place: str, scene: Mapping[str, Any], drawn: str, counts: Counter[str], lines: list[str]) -> None:
    wanted = scene.get(place)
    if not wanted:
        return
    drawn = "clear" if drawn == "starry" else drawn
    right = plain(drawn) in {plain(word) for word in wanted}
    counts[place] += 1
    counts[f"{place} right"] += right
    lines += [] if right else [f"{place:9} {drawn}, not {wanted[0]}"]


def plain(word: str) -> str:
    """A name's letters alone, so that "future_city" is "future city"."""
    return "".join(ch for ch in word.lower() if ch.isalpha())


def shares(total: Mapping[str, int]) -> tuple[float, float]:
    """(named things drawn right and visible, drawings or settings that are wrong) as shares, 0..1."""
    wrong_place = total["setting"] - total["setting right"]
    made = total["drawn"] + total["hidden"] + total["unasked"] + total["misdrawn"] + total["setting"]
    return total["drawn"] / total["named"], (total["unasked"] + total["misdrawn"] + wrong_place) / max(1, made)


def report(name: str, verdicts: Sequence[Verdict], show: str) -> None:
    """Print a set's counts, and the lines of its descriptions where `show` asks for them."""
    total: Counter[str] = Counter()
    for verdict in verdicts:
        total.update(verdict.counts)
        if show == "all" or (show == "missed" and verdict.lines):
            print("\n".join([f"\n{verdict.text}", *(f"    {line}" for line in verdict.lines)]))
    drawn, wrong = shares(total)
    print(f"\n{name}: {len(verdicts)} descriptions, {drawn:.1%} of named things drawn, {wrong:.1%} wrong")
    print("    " + "  ".join(f"{kind} {total[kind]}" for kind in DRAWN) + f"  (scenery {total['scenery']} of the drawn)")
    pairs = [(place, f"{place} right") for place in PLACES] + [("counted", "count right"), ("related", "relation right")]
    print("    " + "  ".join(f"{right} {total[right]}/{asked_}" for asked, right in pairs if (asked_ := total[asked])))
    worst = max(verdict.clipped for verdict in verdicts)
    print(f"    clipped: at most {worst:.2%} of a picture, more than 2 % in {sum(v.clipped > 0.02 for v in verdicts)}")


def bank(name: str, folder: Path = FOLDER) -> tuple[list[dict[str, Any]], bool]:
    """A set's descriptions, and whether it is kept closed."""
    text = (folder / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["scene"], text.startswith(CLOSED)


def examine(scene: Mapping[str, Any], width: int, keep: Path | None = None) -> Verdict:
    """Draw one description and judge it."""
    import cv2

    cv2.setNumThreads(1)
    return judge(scene, draw(request_of(scene, width), keep))


def run(scenes: Iterable[Mapping[str, Any]], width: int, sheet: Path | None = None) -> list[Verdict]:
    """Every description drawn and judged, two at a time."""
    listed = list(scenes)
    keeps = [sheet / f"{i:03}.png" if sheet else None for i in range(1, len(listed) + 1)]
    with ProcessPoolExecutor(2) as workers:
        return list(workers.map(examine, listed, [width] * len(listed), keeps))


def main() -> None:
    """Draw and judge the sets."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--set",
        nargs="+",
        default=["open", "closed"],
        choices=("open", "closed", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    )
    parser.add_argument("--show", choices=("none", "missed", "all"), default="none")
    parser.add_argument("--sheet", type=Path, help="folder for the pictures, one folder a set")
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--first", type=int, help="only the first N of each set")
    said = parser.parse_args()
    for name in said.set:
        scenes, closed = bank(name)
        folder = said.sheet / name if said.sheet else None
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        report(name, run(scenes[: said.first], said.width, folder), "none" if closed else said.show)


if __name__ == "__main__":
    main()
