"""Music, and what it shares with sounds and voice: loudness, speed, mood."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any

from agent.director.clause import Clause, Hit
from agent.director.degrees import blamed, degree, op_sign, sign_of, step
from agent.director.frames import Call, Choice, Impossible, ask
from agent.director.marks import Mark
from agent.director.where import Around, places
from agent.director.words import table

DECIBELS = (2.0, 4.0, 8.0)
_SILENT = -60.0
_USUAL = -18.0
_AWAY = re.compile(r"\b(?:too|less|not so|not as|not that|not too|overly|a bit too|not)(?: (?:so|that|very|much|bit|a))*$")


def music(clause: Clause, around: Around) -> list[Call]:
    """The score: its mood, tempo and level, whichever are said."""
    if (
        not clause.has("topic.music|masked|n.bpm")
        and not re.search(r"\b(?:tempo|bpm|beats?)\b", " ".join(clause.lower))
        and not (clause.first("fast", "=") and (clause.quantity("", "level") or Mark("n", "")).value >= 40)
    ):
        return []
    if clause.first("masked") and clause.first("sound") and not clause.first("topic", "music"):
        return []
    if clause.first("masked"):
        return [Call("music", {"by_db": -step(clause, DECIBELS)})]
    if places(clause, around) and len(places(clause, around)) < around.sheet.count and not clause.first("mood"):
        raise Impossible("The music belongs to the whole film; it cannot change in one scene alone. The film is unchanged.")
    args: dict[str, Any] = {}
    if mood := mood_words(clause):
        args["mood"] = mood
    args |= _tempo(clause, around)
    if not args or clause.first("loud") or clause.first("loudverb") or clause.quantity("db"):
        args |= level(clause, _current(around), soft=bool(args))
    if not args and (clause.first("op", "set") or clause.first("op", "replace") or clause.first("op", "add")):
        if given := clause.words_given:
            return [Call("music", {"mood": given})]
        raise ask(
            "What should the music be like?",
            *(Choice(m, Call("music", {"mood": m})) for m in ("calm", "hopeful", "tense", "sad", "joyful")),
        )
    return [Call("music", args)] if args else []


def _current(around: Around) -> float:
    return float((around.sheet.film or {}).get("music", {}).get("level_db", _USUAL))


def mood_words(clause: Clause, *, adjectives: bool = True) -> str:
    """The mood that is asked for, in the person's word; the opposite when it is there too much; "" for none."""
    hits = sorted(clause.all("mood"), key=lambda h: (-len(h.cover), h.start))
    if not hits and adjectives:
        hits = [
            h
            for h in clause.all("adj")
            if len(h.cover) == 1 and h.value[:-1] in ("brightness", "warmth", "saturation", "contrast")
        ]
        hits = [h for h in hits if clause.lower[h.start] not in ("light", "hard", "flat", "soft")]
    if len(hits) > 1 and re.search(
        r"\b(?:swap|replace|change|exchange|switch|instead of|rather than)\b", " ".join(clause.lower)
    ):
        wanted = min if re.search(r"\binstead of\b|\brather than\b", " ".join(clause.lower)) else max
        hits = [wanted(hits, key=lambda h: h.start)]
    found: list[str] = []
    for hit in sorted(hits[:3], key=lambda h: h.start):
        word = _word(clause, hit)
        if _turned(clause, hit):
            word = table("opposites")["opposite"].get(word, "lively")
        found.append(word)
    return " ".join(dict.fromkeys(found))


def _turned(clause: Clause, hit: Hit) -> bool:
    before = " ".join(clause.before(hit, 5))
    if blamed(clause, hit):
        return True
    if "enough" in clause.after(hit, 1):
        return False
    return bool(_AWAY.search(before)) and not before.endswith("nothing less")


def _word(clause: Clause, hit: Hit) -> str:
    """The word in its base form."""
    if clause.first("topic", "music") and hit.kind == "mood" and not _played(hit.phrase) and _played(hit.value):
        return hit.value
    return hit.phrase or " ".join(clause.lower[i] for i in hit.cover)


@cache
def _played(word: str) -> bool:
    """Whether the composer knows a word for a mood."""
    from tools.engines.score.moods import moods

    return any(word == name or word in mood.words for name, mood in moods().items())


def _tempo(clause: Clause, around: Around) -> dict[str, Any]:
    if clause.first("fast", "=") and (number := clause.quantity("", "level")) and number.value >= 40:
        return {"tempo": round(number.value)}
    if bpm := clause.quantity("bpm"):
        return _beats(clause, bpm)
    sign = speed_sign(clause)
    if not sign:
        return {}
    tempo = float((around.sheet.film or {}).get("music", {}).get("tempo", 90))
    if percent := clause.quantity("%"):
        return {"tempo_by": round(sign * tempo * abs(percent.value) / 100)}
    if clause.first("half"):
        return {"tempo": round(max(40, min(220, tempo * (2 if sign > 0 else 0.5))))}
    return {"tempo_by": round(sign * step(clause, (5, 12, 30)))}


def _beats(clause: Clause, bpm: Mark) -> dict[str, Any]:
    """Beats a minute, or a step of so many."""
    words = " ".join(clause.lower)
    if bpm.name not in ("+", "-", "plus", "minus") and not re.search(r"\b(?:by|faster|slower)\b", words):
        return {"tempo": round(bpm.value)}
    sign = -1 if bpm.value < 0 or re.search(r"\b(?:slower|slow|down|reduce|lower|decrease)\b", words) else 1
    return {"tempo_by": round(sign * abs(bpm.value))}


def speed_sign(clause: Clause) -> int:
    """+1 for faster, -1 for slower, 0 when speed is not spoken of."""
    for hit in clause.all("fastverb"):
        said = " ".join(clause.before(hit, 3))
        if re.search(r"\bnot$|\bless$", said):
            continue
        if len(hit.cover) == 1 and re.search(r"\b(?:too|so|is|are)(?: (?:very|awfully|terribly|damn))?$", said):
            continue
        if re.search(r"\b(?:not|never|stop|without)\b(?! want| wish)|\bnot (?:want|wish)\b", " ".join(clause.before(hit, 7))):
            return -1 if hit.value == "+" else 0
        return 1 if hit.value == "+" else -1
    for hit in clause.all("fast"):
        if hit.value == "=":
            continue
        return sign_of(clause, Hit(hit.kind, hit.value, hit.cover, hit.more))
    return op_sign(clause) if clause.first("fast", "=") else 0


def judged(clause: Clause, hit: Hit) -> bool:
    """Whether a quality is said of something ("is too quiet", "not loud enough"), not ordered."""
    return bool(
        re.search(r"\b(?:is|are|be|too|so|not|less|more|sounds?|very|as|it|being)$", " ".join(clause.before(hit, 1)))
    ) or "enough" in clause.after(hit, 1)


def loud_sign(clause: Clause) -> int:
    """+1 for louder, -1 for quieter, 0 when loudness is not spoken of."""
    for hit in clause.all("loud"):
        if hit.value != "=" and (hit.more or not clause.first("loudverb") or judged(clause, hit)):
            return sign_of(clause, hit)
    ups, downs = clause.all("loudverb", "+"), clause.all("loudverb", "-")
    if ups or downs:
        return 1 if ups and not downs else -1
    return op_sign(clause)


def level(clause: Clause, current: float, *, soft: bool = False) -> dict[str, Any]:
    """level_db or by_db as the words say it; {} when they do not. `soft`: only words of loudness count."""
    words = " ".join(clause.lower)
    if decibels := clause.quantity("db"):
        return _decibels(clause, decibels, words)
    if _off(clause, words):
        return {"level_db": _SILENT}
    if clause.first("mute", "unmute") and not clause.first("loud"):
        return {"level_db": _USUAL} if current <= -40 or not op_sign(clause) else {"by_db": 4.0}
    step_db = _step_db(clause, 0 if soft and not clause.has("loud|loudverb") else loud_sign(clause))
    return {"by_db": step_db} if step_db else {}


def _decibels(clause: Clause, decibels: Mark, words: str) -> dict[str, Any]:
    if re.search(r"\b(?:to|at)$|=$|\blevel$", words[: words.find("⟦n")].strip()) and decibels.name not in ("+", "plus"):
        return {"level_db": decibels.value}
    sign = -1 if decibels.value < 0 or loud_sign(clause) < 0 else 1
    return {"by_db": sign * abs(decibels.value)}


def _step_db(clause: Clause, sign: int) -> float:
    if clause.first("half"):
        return -6.0 if clause.first("half", "half") or sign < 0 else 6.0
    if (percent := clause.quantity("%")) and sign:
        return round(20 * math.log10(1 + sign * min(95.0, abs(percent.value)) / 100), 1)
    return sign * step(clause, DECIBELS)


def _off(clause: Clause, words: str) -> bool:
    """Whether it is to be silent altogether."""
    if (
        clause.first("loud")
        or degree(clause) in (0.1, 0.4)
        or clause.quantity("%")
        or re.search(r"\bvolume\b|\blevel\b|\bless\b|\bmuch\b|\bso\b|\bback\b(?! off)", words)
    ):
        return False
    return bool(
        clause.first("mute", "mute")
        or (clause.first("op", "remove") and not re.search(r"\bpull\b|\btake it down\b|\bbring\b", words))
    )
