"""How well the built-in writer tells: grammar, what the premise named, lengths, and variety, over 200 strangers' premises.

    python -m bench.stories                           the measures, over the open and the closed premises
    python -m bench.stories --show                    the sentences that the grammar checker marks, of open premises only
    python -m bench.stories --against main            the same measures of another commit's writer, beside this one's
    python -m bench.stories --spoken 4                only how long some films of each length are when the voice has read them

Sentences are checked by Harper (harper-py), which a package ships. `--against` writes the other commit's tree into a folder of
its own (git archive) and asks the writer there, in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PREMISES = ROOT / "tests" / "data" / "premises.toml"
LENGTHS = (30, 60, 120, 300)
KINDS = ("Agreement", "BoundaryError", "Grammar", "Malapropism", "Miscellaneous", "Nonstandard", "Repetition", "Typo")
"""Harper's kinds of lint that say a sentence is broken; style, readability and spelling of names are not among them."""
_TELL = """
import json, sys
sys.path.insert(0, sys.argv[1])
from tools.engines import Brief, load_engine
from tools.timing import Timed, clock
from tools.engines.authored.draft import speech_seconds, draft
from tools.engines.authored.premise import read_premise
write = load_engine("story", "authored")
for line in sys.stdin:
    text, seconds = json.loads(line)
    film = write(Brief(text=text, seconds=seconds, seed=1))
    timed = [Timed(s.id, speech_seconds(s.narration), s.pause, s.transition) for s in film.scenes]
    arc = draft(read_premise(text), seconds, 0, 1).arc if seconds == 60 else ""
    print(json.dumps({"text": text,
                      "said": [s.narration for s in film.scenes], "seen": [s.description for s in film.scenes], "arc": arc,
                      "title": film.title, "length": clock(timed, 30, 3)[-1].end / 30 + 4}), flush=True)
"""


def told(root: Path, asked: list[tuple[str, float]]) -> list[dict[str, Any]]:
    """The films that the writer of a source tree makes of (premise, seconds)."""
    lines = "\n".join(json.dumps(a) for a in asked)
    made = subprocess.run([sys.executable, "-c", _TELL, str(root)], input=lines, capture_output=True, text=True, cwd=root)
    if made.returncode:
        raise SystemExit(made.stderr[-2000:])
    return [json.loads(line) for line in made.stdout.splitlines()]


def sentences(film: dict[str, Any]) -> list[str]:
    """Every sentence that is spoken."""
    return [s for scene in film["said"] for s in re.split(r"(?<=[.!?])\s+", scene) if s]


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"[\w'-]+", text.lower())


def broken(films: list[dict[str, Any]], keep: list[str]) -> tuple[int, list[tuple[str, str]]]:
    """How many sentences Harper finds broken, and each of them with what it says.

    Words of the premises are no mistakes, and neither is what a film's own premise says as it stands.
    """
    import harper

    linter = harper.Linter(harper.Dialect.BRITISH)
    linter.import_words(sorted({w for k in keep for w in re.findall(r"[^\W\d_]+", k)}))
    marked = []
    for film in films:
        for sentence in sentences(film):
            marked += [
                (sentence, f"{lint.lint_kind}: {lint.message} [{lint.problem_text}]")
                for lint in linter.lint(sentence)
                if lint.lint_kind in KINDS and lint.problem_text.lower() not in film["text"].lower()
            ]
    return len({s for s, _ in marked}), marked


def spoken(premises: list[list[str]], count: int) -> None:
    """Print how long films are when the narrator has read them, and not as the writer guesses: `count` of each length."""
    from tools.engines import SpeechRequest, load_engine
    from tools.engines.authored.draft import speech_seconds

    speak = load_engine("speech", "hibari")
    some = [text for text, _ in premises[:: max(len(premises) // count, 1)][:count]]
    for seconds in LENGTHS[:3]:
        lengths = []
        for film in told(ROOT, [(text, float(seconds)) for text in some]):
            with tempfile.TemporaryDirectory() as folder:
                read = [float(speak(SpeechRequest(text=said), {}, Path(folder)).data["seconds"]) for said in film["said"]]
            lengths.append(film["length"] + sum(read) - sum(speech_seconds(said) for said in film["said"]))
        off = max(abs(length / seconds - 1) for length in lengths)
        print(
            f"asked {seconds} s: " + ", ".join(f"{length:.1f}" for length in lengths) + f"; off by at most {off:.1%}",
            flush=True,
        )


def distinct(films: list[dict[str, Any]], n: int) -> float:
    """The share of different n-grams among all n-grams of all films."""
    grams = [tuple(w[i : i + n]) for f in films for w in [words(" ".join(f["said"]))] for i in range(len(w) - n + 1)]
    return len(set(grams)) / len(grams)


def openings(films: list[dict[str, Any]]) -> float:
    """The share of sentences whose first three words have begun another sentence of the same film."""
    seen = [Counter(tuple(words(s)[:3]) for s in sentences(f) if len(words(s)) >= 3) for f in films]
    return sum(sum(n - 1 for n in c.values()) for c in seen) / sum(sum(c.values()) for c in seen)


def overlap(films: list[dict[str, Any]]) -> float:
    """How much two films of one arc share: the mean share of four-word runs of the one that are in the other."""
    runs = [(f["arc"], {tuple(w[i : i + 4]) for w in [words(" ".join(f["said"]))] for i in range(len(w) - 3)}) for f in films]
    shares = [len(a & b) / max(min(len(a), len(b)), 1) for (x, a), (y, b) in combinations(runs, 2) if x == y]
    return sum(shares) / max(len(shares), 1)


def lost(films: list[dict[str, Any]], premises: list[list[str]]) -> list[str]:
    """What the premises named and the films do not say."""
    return [
        f"{k!r} of {text!r}"
        for film, (text, kept) in zip(films, premises, strict=True)
        for k in kept.split("|")
        if k not in " ".join(film["said"]).lower()
    ]


def report(root: Path, premises: list[list[str]], keep: list[str]) -> tuple[dict[str, Any], dict[int, list[dict[str, Any]]]]:
    """The measures of one source tree over some premises, and its films by length."""
    asked = [(text, float(s)) for s in LENGTHS for text, _ in (premises if s == 60 else premises[:: 4 if s < 300 else 8])]
    made = told(root, asked)
    films: dict[int, list[dict[str, Any]]] = {s: [f for f, (_, t) in zip(made, asked, strict=True) if t == s] for s in LENGTHS}
    main = films[60]
    count, marked = broken(main + films[300], keep)
    short = Counter(s for s in LENGTHS for f in films[s] if abs(f["length"] - s) > 0.1 * s)
    figures = {
        "sentences": sum(len(sentences(f)) for f in main + films[300]), "broken sentences": count,
        "named and lost": len(lost(main, premises)), "arcs": len({f["arc"] for f in main}),
        **{f"distinct-{n}": round(distinct(main, n), 3) for n in (1, 2, 3)},
        "openings repeated in a film of 60 s": round(openings(main), 4),
        "openings repeated in a film of 300 s": round(openings(films[300]), 4),
        "overlap of two films of one arc": round(overlap(main), 4),
        "different scene descriptions": round(len({d for f in main for d in f["seen"]}) / sum(len(f["seen"]) for f in main), 4),
        "lengths off by more than 10 %": dict(short),
    }  # fmt: skip
    return {**figures, "_marked": marked, "_lost": lost(main, premises)}, films


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="show what is marked and lost, of open premises only")
    parser.add_argument("--spoken", type=int, default=0, help="measure that many films of each length as they are read")
    parser.add_argument("--against", default="", help="another commit to measure beside this tree")
    options = parser.parse_args()
    sets: dict[str, list[list[str]]] = tomllib.loads(PREMISES.read_text(encoding="utf-8"))
    if options.spoken:
        return spoken(sets["open"], options.spoken)
    keep = [text for premises in sets.values() for text, _ in premises]
    trees = {"this": ROOT}
    with tempfile.TemporaryDirectory() as folder:
        if options.against:
            tar = subprocess.run(["git", "-C", str(ROOT), "archive", options.against], capture_output=True, check=True).stdout
            subprocess.run(["tar", "-x", "-C", folder], input=tar, check=True)
            trees[options.against] = Path(folder)
        for which, premises in sets.items():
            for name, root in trees.items():
                figures, _ = report(root, premises, keep)
                print(f"\n{which} ({len(premises)} premises), {name}:")
                for key, value in figures.items():
                    if not key.startswith("_"):
                        print(f"  {key:40} {value}")
                if options.show and which == "open" and name == "this":
                    print(*(f"  {said}\n      {why}" for said, why in figures["_marked"]), *figures["_lost"], sep="\n")


if __name__ == "__main__":
    main()
