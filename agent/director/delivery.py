"""How the words are spoken: a tone or a pace of the narrator in some scenes alone, how a word is said, and proof-hearing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from agent.director.frames import Call, Reading
from agent.director.sheet import Sheet
from memory.errors import FilmError
from memory.film import Film
from tools.engines.phonemes.manner import tones
from tools.vocabulary.scenes import find_scenes

Again = Callable[[str], Reading]

_QUOTE = "\"'“”‘’"
_WORD = rf"[{_QUOTE}]?(?P<word>[\w'’.-]+(?: [\w'’.-]+){{0,3}}?)[{_QUOTE}]?"
_SAY = rf"[{_QUOTE}]?(?P<say>[\w'’ -]{{1,60}}?)[{_QUOTE}]?"
_END = r"(?=\s*(?:$|[.,;!?]|\band\b (?:make|let|set|add|use|say)\b))"
_OF = r"(?:the (?:word|name) )?"
_SAID_AS = (
    re.compile(rf"\b(?:say|pronounce|read|speak)\b {_OF}{_WORD} (?:as|like)(?: in)? {_SAY}{_END}", re.IGNORECASE),
    re.compile(
        rf"(?:^|[.,;] ?){_OF}{_WORD} (?:is|should be|must be) (?:said|pronounced|spoken|read) (?:as|like)? ?{_SAY}{_END}",
        re.IGNORECASE,
    ),
)
_AS_WRITTEN = re.compile(
    rf"\b(?:say|pronounce|read)\b (?:the (?:word|name) )?{_WORD} (?:as (?:it is )?(?:written|spelled|spelt)|normally again)\b",
    re.IGNORECASE,
)
_NO_WORDS = frozenset(["it", "this", "that", "scene", "the", "a", "line", "lines", "words", "them", "him", "her", "something"])
_HOW = {"if", "though", "before"}
_SEEN = frozenset(["dark", "light", "bright", "warm", "soft", "quiet", "clear", "plain", "dry", "even", "fast", "slow"])
"""Tones that are as well words for a picture or its music: they need a word for the voice beside them."""
_LISTEN = re.compile(
    r"\b(?:check|listen to|proof\w*|verify)\b[^.;]{0,20}\b(?:every|each|all|the) (?:spoken )?"
    r"(?:lines?|words|narration|sentences)\b",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"\b(?:watermark|mark)\b[^.;]{0,25}\b(?:voices?|narrat\w+|speech|lines?|spoken|synthetic)\b"
    r"(?: as (?:synthetic|made\b[^.,;]*))?",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:don't|do not|stop|no longer|never|without)\b", re.IGNORECASE)
_VOICE = re.compile(
    r"\b(?:narrat\w*|voice\w*|reader|speaker|speak\w*|spoken|reads?|reading|says?|said|tells?|told|deliver\w*|whisper\w*)\b",
    re.IGNORECASE,
)
_IN = r"(?:in|during|for(?= scenes?\b)|at|through|throughout|over)"
_PLACES = (
    re.compile(rf"\b{_IN}\b (?P<place>(?:the |scenes? |both |every |all )?[\w' -]+?)\s*$", re.IGNORECASE),
    re.compile(r"\b(?P<place>scenes? \d+(?:(?:,| and) \d+)*)\b", re.IGNORECASE),
    re.compile(rf"^\s*{_IN} (?P<place>the [\w'-]+(?: scenes?)?)\b", re.IGNORECASE),
)
"""Where a place may stand in a piece of a sentence: at its end, as scenes by number, at its beginning."""
_OTHERS = re.compile(r"[\"“”«»:]|\btoo\b|\bnot (?:so|as)\b|\b(?:camera|zoom|shot|pan)\b", re.IGNORECASE)
"""Signs that a sentence brings words of its own, complains rather than asks, or speaks of the picture as well."""
_WHOLE = re.compile(r"\b(?:film|movie|narrat\w*|voice\w*|whole thing|story|music)\b", re.IGNORECASE)
_JOINTS = re.compile(r",|;|\.(?= |$)|\b(?:and then|and|but|then)\b(?! (?:scenes? )?\d)", re.IGNORECASE)
_SLOWER = re.compile(r"\b(?:slow(?:er|ly)?|slower|unhurried|take (?:more|your) time|less hurried)\b", re.IGNORECASE)
_FASTER = re.compile(r"\b(?:fast(?:er)?|quick(?:er|ly)?|brisk(?:er|ly)?|hurried|speed up)\b", re.IGNORECASE)
_TOUCH = re.compile(r"\b(?:a (?:little|bit|touch)|slightly|somewhat)\b", re.IGNORECASE)
_MUCH = re.compile(r"\b(?:much|a lot|far|way|very)\b", re.IGNORECASE)


def read(text: str, sheet: Sheet, again: Again) -> Reading | None:
    """The calls for how words are spoken, with those for what else is said; None when the words are about something else."""
    if "?" in text:
        return None
    for calls, rest in (_pronounced(text), _listened(text), _in_places(text, sheet)):
        if calls:
            other = again(rest) if re.search(r"\w", rest) else None
            if other is not None and not other.calls:
                return other
            return Reading(calls=(*(other.calls if other else ()), *calls))
    return None


def _pronounced(text: str) -> tuple[list[Call], str]:
    """How a word is said: "say Nguyen as win"."""
    if found := _AS_WRITTEN.search(text):
        return [Call("pronounce", {"word": found["word"], "say": ""})], text[: found.start()] + text[found.end() :]
    for pattern in _SAID_AS:
        found = pattern.search(text)
        if (
            found
            and found["word"].lower() not in _NO_WORDS
            and not set(found["say"].lower().split()) & {"if", "though", "before"}
        ):
            call = Call("pronounce", {"word": found["word"], "say": found["say"].strip()})
            return [call], text[: found.start()] + text[found.end() :]
    return [], text


def _listened(text: str) -> tuple[list[Call], str]:
    tried = ((what, pattern.search(text)) for what, pattern in (("checked", _LISTEN), ("marked", _MARK)))
    what, found = next(((what, found) for what, found in tried if found), ("", None))
    if not found:
        return [], text
    wanted = "no" if _NOT.search(text[: found.end()]) else "yes"
    return [Call("lines", {what: wanted})], text[found.end() :].lstrip(" .,;")


def _in_places(text: str, sheet: Sheet) -> tuple[list[Call], str]:
    """Tones and paces that are meant for some scenes: "the narrator should be more thoughtful in the storm"."""
    if not _VOICE.search(text) or _OTHERS.search(text) or sheet.film is None:
        return [], text
    film, calls, rest = _film(sheet), list[Call](), list[str]()
    for piece in _JOINTS.split(text):
        call = _in_place(piece, film) if film else None
        calls += [call] if call else []
        rest += [] if call else [piece.strip()]
    return calls, ", ".join(piece for piece in rest if piece)


def _in_place(piece: str, film: Film) -> Call | None:
    """The call for a piece that asks for a tone or a pace in a place; None where it does not."""
    for pattern in _PLACES:
        found = pattern.search(piece)
        asked = _asked(piece[: found.start()] + piece[found.end() :]) if found else {}
        scenes = _scenes(film, found["place"]) if found and asked else ""
        if scenes and (_VOICE.search(piece) or str(asked.get("tone", "heard")) not in _SEEN):
            return Call("voice", {**asked, "scenes": scenes})
    return None


def _film(sheet: Sheet) -> Film | None:
    try:
        return Film.model_validate(sheet.film)
    except ValueError:
        return None


def _asked(piece: str) -> dict[str, Any]:
    """The tone and the pace that a piece of a sentence asks for."""
    words = re.findall(r"[a-z-]+", piece.lower())
    args: dict[str, Any] = {}
    if tone := next((known for word in words if (known := _tone(word))), ""):
        args["tone"] = tone
    step = 0.05 if _TOUCH.search(piece) else 0.25 if _MUCH.search(piece) else 0.1
    if _SLOWER.search(piece):
        return {"pace_by": -step}
    if _FASTER.search(piece):
        return {"pace_by": step}
    return args


def _tone(word: str) -> str:
    """The word of tone in another form of it: "thoughtfully", "whispering", "tenser"."""
    known = _tones()
    forms = (word, word.removesuffix("ly"), word.removesuffix("er"), word.removesuffix("r"), f"{word.removesuffix('ily')}y")
    return next((form for form in forms if form in known), "")


def _tones() -> Mapping[str, str]:
    return {word: name for name, kind in tones().items() for word in kind["words"]}


def _scenes(film: Film, place: str) -> str:
    """The scenes that words of a place mean, by number; "" when they mean none, or the whole film."""
    if _WHOLE.search(place):
        return ""
    try:
        found = find_scenes(film, place)
    except FilmError:
        return ""
    numbers = [str(number) for number, scene in enumerate(film.scenes, 1) if scene in found]
    return numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
