"""How well the built-in director understands: every utterance of a set, said about a copy of the film, through the real tools.

python -m bench.utterances [--set NAME ...] [--folder DIR] [--show wrong|all]
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.director import Call, Past, Reading, Sheet, read
from agent.prompts import film_sheet
from bench.filmpaths import Facts, facts_of, holds, matches, parse
from memory.film import Film
from memory.project import Project
from tools.settings import Settings
from tools.vocabulary import TOOLS, Desk

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "utterances"
CLOSED = "# Kept closed"
"""How a set begins whose sentences nobody who works on the director reads."""
RECORDED = frozenset({"render", "export", "remember", "recall"})
"""Tools that change no film and are only noted as called."""


@dataclass(frozen=True)
class Outcome:
    """What came of one utterance: right, wrong edit, asked (instead of acting) or missed, and why."""

    text: str
    kind: str
    verdict: str
    why: str = ""
    called: str = ""
    milliseconds: float = 0.0
    before: tuple[str, ...] = ()


@dataclass
class Talk:
    """One conversation with the director about a film in a folder of its own."""

    project: Project
    past: list[Past] = field(default_factory=list)
    milliseconds: float = 0.0
    failures: list[str] = field(default_factory=list)

    def say(self, text: str) -> Reading:
        """Read an utterance and do what it comes to; what failed is in `failures`."""
        began = time.perf_counter()
        reading = read(text, Sheet.read(film_sheet(self.project.film)), self.past)
        self.milliseconds = (time.perf_counter() - began) * 1000
        self.failures = []
        done = tuple(call for place, call in enumerate(reading.calls) if self._does(call, f"{len(self.past)}.{place}"))
        self.past.append(Past(text, done, None if done else reading.question))
        self.project.refresh()
        return reading

    def _does(self, call: Call, mark: str) -> bool:
        if call.tool in RECORDED:
            return True
        desk = Desk(root=self.project.root, mark=mark, report=lambda step: None, settings=Settings())
        try:
            TOOLS[call.tool](desk, **call.args)
        except Exception as error:  # whatever a tool raises, the utterance was not understood
            self.failures.append(f"{call.tool}: {error}")
            return False
        return True


def judge(said: Mapping[str, Any], film: Film, folder: Path) -> Outcome:
    """Say an utterance, with those before it, about a fresh copy of the film."""
    talk = Talk(Project.create(folder, film))
    for earlier in said.get("before", []):
        talk.say(earlier)
    known = {scene.id for scene in film.scenes} | {member.id for member in film.cast}
    before = facts_of(talk.project.film, known)
    reading = talk.say(said["text"])
    after = facts_of(talk.project.film, known)
    verdict, why = _verdict(said, reading, before, after)
    if talk.failures and verdict != "right":
        why = f"{why} ({talk.failures[0][:150]})"
    called = "; ".join(_spelled(call) for call in reading.calls) or (
        f"? {reading.question.text}" if reading.question else f'"{reading.words[:70]}"'
    )
    return Outcome(said["text"], said["kind"], verdict, why, called, talk.milliseconds, tuple(said.get("before", [])))


def _spelled(call: Call) -> str:
    return f"{call.tool}({', '.join(f'{k}={v!r}' for k, v in call.args.items())})"


def _verdict(said: Mapping[str, Any], reading: Reading, before: Facts, after: Facts) -> tuple[str, str]:
    lines = [parse(line) for line in said.get("expect", [])]
    covered = [path for path, _ in lines] + list(said.get("allow", []))
    covered += ["music.follows"] if "music.mood" in covered else []  # a mood asked for in words is kept all through
    strays = [path for path in after.changes(before) if not any(matches(pattern, path) for pattern in covered)]
    if any(line[0] == "version" for line in lines):
        strays = []
    if strays:
        return "wrong edit", f"changed {', '.join(strays[:3])}"
    unmet = [f"{path} {what}" for path, what in lines if not holds(path, what, before, after)]
    outcome = said.get("outcome", "edit")
    if outcome == "edit":
        return _of_edit(unmet, reading, bool(after.changes(before)))
    if outcome == "nothing":
        return "right", ""
    if outcome == "ask":
        return ("right", "") if reading.question else ("missed", "did not ask")
    wanted = [name for name in said.get("calls", []) if not any(_called(name, call) for call in reading.calls)]
    if wanted:
        return ("asked" if reading.question else "missed"), f"did not call {', '.join(wanted)}"
    return ("asked", "asked instead of answering") if reading.question and not reading.calls else ("right", "")


def _of_edit(unmet: Sequence[str], reading: Reading, changed: bool) -> tuple[str, str]:
    if not unmet:
        return "right", ""
    if reading.question:
        return "asked", unmet[0]
    return ("wrong edit" if changed else "missed"), f"not {unmet[0]}"


def _called(name: str, call: Call) -> bool:
    tool, _, argument = name.partition("(")
    argument = argument.rstrip(")")
    values = [str(value).lower() for value in call.args.values()] + [key for key, value in call.args.items() if value is True]
    return call.tool == tool and (not argument or argument.lower() in values)


def run(sets: Iterable[Path], film: Film) -> dict[str, list[Outcome]]:
    """Every utterance of the sets, judged."""
    found: dict[str, list[Outcome]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in sets:
            lines = tomllib.loads(path.read_text(encoding="utf-8"))["say"]
            found[path.stem] = [judge(said, film, Path(folder) / f"{path.stem}-{n}") for n, said in enumerate(lines)]
    return found


def report(found: Mapping[str, Sequence[Outcome]], show: str, closed: Collection[str] = ()) -> None:
    """Print counts by set and by kind, the time a turn takes, and which kinds were taken for which tools.

    Of closed sets only counts are shown.
    """
    for name, outcomes in found.items():
        _table(name, outcomes)
        for outcome in () if name in closed else outcomes:
            if show == "all" or (show == "wrong" and outcome.verdict != "right"):
                said = " | ".join([*outcome.before, outcome.text])
                print(f"  {outcome.verdict:10} {outcome.kind:12} {said}\n      {outcome.called}\n      {outcome.why}")
    everything = [outcome for outcomes in found.values() for outcome in outcomes]
    if len(found) > 1:
        _table("all sets", everything)
    times = sorted(outcome.milliseconds for outcome in everything)
    if times:
        late = times[int(len(times) * 0.95)]
        print(f"\nA turn: median {statistics.median(times):.0f} ms, 95 % within {late:.0f} ms, longest {times[-1]:.0f} ms")
    confused = Counter((o.kind, o.called.split("(")[0][:24]) for o in everything if o.verdict == "wrong edit")
    if confused:
        print(
            "Taken for something else: " + "; ".join(f"{kind} -> {tool} ({n})" for (kind, tool), n in confused.most_common(12))
        )


def _table(name: str, outcomes: Sequence[Outcome]) -> None:
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        by_kind[outcome.kind][outcome.verdict] += 1
        by_kind["TOTAL"][outcome.verdict] += 1
    print(f"\n{name}\n{'kind':16}{'said':>6}{'right':>7}{'wrong':>7}{'asked':>7}{'missed':>8}")
    for kind, counts in sorted(by_kind.items(), key=lambda pair: (pair[0] == "TOTAL", pair[0])):
        total = counts.total()
        print(f"{kind:16}{total:6}{counts['right']:7}{counts['wrong edit']:7}{counts['asked']:7}{counts['missed']:8}", end="")
        print(
            f"   {100 * counts['right'] / total:.1f} % right, {100 * counts['wrong edit'] / total:.1f} % wrong"
            if kind == "TOTAL"
            else ""
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", default=[], help="name of a set; all sets of the folder by default")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the sets and film.json are")
    parser.add_argument("--show", choices=("none", "wrong", "all"), default="wrong")
    chosen = parser.parse_args()
    names = chosen.set or sorted(path.stem for path in chosen.folder.glob("*.toml"))
    film = chosen.folder / "film.json" if (chosen.folder / "film.json").exists() else FOLDER / "film.json"
    document = Film.model_validate(json.loads(film.read_text(encoding="utf-8")))
    sets = [chosen.folder / f"{name}.toml" for name in names]
    closed = {path.stem for path in sets if path.read_text(encoding="utf-8").startswith(CLOSED)}
    report(run(sets, document), chosen.show, closed)


if __name__ == "__main__":
    main()
