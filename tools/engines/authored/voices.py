"""Voices: in which manner a film is told, and how it begins and ends."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from tools.engines.authored.premise import Premise
from tools.engines.authored.words import is_plural, singular, table


@dataclass(frozen=True)
class Frame:
    """How a film begins, the ending that answers it, and what is seen at both, where the frame says so."""

    open: str
    close: str
    see: tuple[str, str] = ("", "")
    place: tuple[str, str] = ("", "")


_DESK = ("at a table by a window with a lamp", "room")


def voice_of(premise: Premise) -> str:
    """The voice that a premise asks for by name or by what it tells of; empty for the plain one."""
    if premise.view == "letter":
        return "letter"
    low = premise.text.lower()
    voices = table("voices")
    for name, data in voices.items():
        if any(re.search(rf"\b{re.escape(w)}\b", low) for w in data["words"]):
            return str(name)
    if premise.view:
        return ""
    if any(h.pronoun in {"I", "we"} for h in premise.heroes):
        return "memoir" if premise.heroes[0].pronoun == "I" else ""
    if any(h.pronoun == "you" for h in premise.heroes):
        return "you"
    said = set(premise.words) | {singular(w) for w in premise.words}
    scores = {name: sum(w in said or (" " in w and w in low) for w in data["about"]) for name, data in voices.items()}
    best = max(scores, key=lambda n: scores[n])
    return best if scores[best] else ""


def frame_for(premise: Premise, voice: str, rng: random.Random) -> Frame:
    """A beginning and its ending that hold for this premise."""
    view = {"essay": "frames_topic", "portrait": "frames_portrait", "explainer": "frames_explainer"}.get(premise.view)
    if view:
        frames = table("arcs")[view]
        chosen = rng.choice([f for f in frames if set(f.get("words", ())) & set(premise.words)] or frames)
        return Frame(chosen["open"], chosen["close"], tuple(chosen["see"]), tuple(chosen.get("place", ("", ""))))
    if voice == "letter":
        opened, closed = rng.choice(table("voices")[voice]["frames"])
        return Frame(opened, closed, ("{i_p} <sit1> down to write a letter", "{i_p} <fold1> a letter"), _DESK)
    if voice:
        opened, closed = rng.choice(_fitting_pairs(table("voices")[voice]["frames"], premise))
        return Frame(_stated(opened, premise), closed)
    chosen = rng.choice(_plain(premise))
    return Frame(chosen["open"], chosen["close"])


def _stated(opened: str, premise: Premise) -> str:
    """The beginning, with what the heroes always did where the premise says nothing else of them."""
    return f"{opened} {{Hero}} {{state}}." if premise.state else opened


def _fitting_pairs(frames: list[list[str]], premise: Premise) -> list[list[str]]:
    plural = bool(premise.place and is_plural(premise.place.words.split()[-1]))
    many = len(premise.heroes) > 1 or any(h.plural or h.count > 1 for h in premise.heroes)
    kept = [
        f
        for f in frames
        if not (plural and re.search(r"\{place\} (?:is|was|looks)\b", " ".join(f)))
        and not (many and re.search(r"\{[Hh]ero\}(?:, remembered| alone)| did no harm", " ".join(f)))
    ]
    return kept or frames


def _plain(premise: Premise) -> list[dict[str, str]]:
    """The frames of the plain voice that suit the place and the heroes."""
    frames: list[dict[str, str]] = table("arcs")["frames_state" if premise.state else "frames"]
    if premise.place and is_plural(premise.place.words.split()[-1]):
        frames = [f for f in frames if not re.search(r"\{place\} (?:was|is)\b", f["open"] + f["close"])]
    once = r".*\b(?:years|ever|still|always|never|since|sold|cried|stole|lost|found|discovered|broke|died)\b"
    if re.match(rf"^(?:had not|did not|could not|was|were|had)\b|{once}", premise.state):
        frames = [f for f in frames if "had done so" not in f["open"]]
    if re.match(r"^(?:had|did|could) not\b", premise.state):
        frames = table("arcs")["frames_not"]
    if premise.place and premise.place.named and not premise.state:
        frames = [f for f in frames if not f["open"].startswith(("Hardly", "On the map"))]
    if any(h.pronoun in {"I", "you", "we"} for h in premise.heroes):
        frames = [
            f
            for f in frames
            if not re.search(r"\b(?:lived|seen|is|was|of|for|mention|and|about) \{intro\}|^On the map", f["open"])
        ]
    if any(h.handless for h in premise.heroes):
        frames = [f for f in frames if not f["open"].startswith("(hands)")]
    return frames
