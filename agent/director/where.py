"""Scenes by what they are called or what happens in them, and which scenes a clause is about when it names none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agent.director.beside import BESIDE, by_title, ends_of_scenes, having
from agent.director.clause import Clause, forms
from agent.director.frames import Call, Choice, Impossible, Past, ask
from agent.director.marks import Mark, Marked
from agent.director.numbering import numbers_in, spelled
from agent.director.sheet import Sheet, stems
from agent.director.text import known_words
from agent.director.words import table

_PREPOSITION = (
    r"(?:in|of|for|from|during|to|into|at|across|throughout|on|over|with|inside|after|before|"
    r"around|within|between|and|but|except|swap|merge|split|delete|remove|move|put|bring|place|title|retitle)"
)
_SCENE = r"(?:scenes?|bits?|parts?|sequences?|moments?|chapters?|beats?|sections?|shots?)"
_EVERY = re.compile(
    (
        rf"\b(?P<every>(?:in |for )?(?:every|all(?: of)?(?: the)?|each|"
        rf"the))\s+(?P<words>(?:[\w'-]+\s+){{1,3}}?)(?P<noun>{_SCENE}|ones?)\b"
    ),
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(?<![\w⟦])(?P<every>)(?P<words>[\w'-]+\s+)(?P<noun>scenes)\b", re.IGNORECASE)
_WHERE = re.compile(
    (
        rf"\b(?P<head>(?:in |for )?(?:the |that |every |all )?(?:{_SCENE}|one|pictures?|images?|view)\s+"
        rf"(?=with|where|in|when|about|at|on|by|set|that|showing|of)|^(?:in |for |at )?(?=where |when )|(?<=[a-z] )(?=where ))"
        rf"(?P<how>(?:with|where|in which|when|about|at|in|on|by|set in|set at|that has|showing|of)\s+)(?P<words>[^,.;:!?⟦]+)"
    ),
    re.IGNORECASE,
)


_ONE_IN = re.compile(
    rf"\b(?:the|that) (?:one|{_SCENE}) (?:in|at|of|with|called|named|about)\s+(?:the\s+)?(?P<mark>⟦s\d+⟧)", re.IGNORECASE
)


def mark_named(marked: Marked, sheet: Sheet) -> None:
    """Mark scenes that are called by their title or described ("the storm", "every night scene", "the bit where she reads")."""
    if sheet.count:
        _titles(marked, sheet)
        marked.replace(BESIDE, lambda m: by_title(m, sheet))
        having(marked, sheet)
        marked.replace(_EVERY, lambda m: _described(m, sheet))
        marked.replace(_PLAIN, lambda m: _described(m, sheet))
        _where(marked, sheet)
        marked.text = _ONE_IN.sub(r"\g<mark>", marked.text)
        ends_of_scenes(marked)


def _titles(marked: Marked, sheet: Sheet) -> None:
    for number in range(1, sheet.count + 1):
        title = str(sheet.scenes[number - 1].get("title", "")).strip()
        core = re.sub(r"^(?:the|a|an|in|at) ", "", title, flags=re.IGNORECASE)
        if len(core) > 2:
            _titled(marked, core, number, sheet)


def _titled(marked: Marked, core: str, number: int, sheet: Sheet) -> None:
    """Mark a title where it is one: one that is an everyday word needs "the", a preposition or a capital."""
    common = " " not in core and core.lower() in known_words()
    pattern = re.compile(
        rf"\b(?P<the>(?:the|that|this|my|our) )?{re.escape(core)}(?P<scene> {_SCENE})?(?![\w-])", re.IGNORECASE
    )

    def named(match: re.Match[str]) -> str:
        before, after = marked.text[: match.start()], marked.text[match.end() :]
        if common and re.match(r" (?:sounds?|noises?|effects?|ambience)\b", after, re.IGNORECASE):
            return match[0]
        if common and not match["scene"] and _HELD.match(after):
            return match[0]
        led = bool(re.search(rf"(?:\b{_PREPOSITION} |^|[,;:] ?)$", before, re.IGNORECASE))
        sure = " " in core or bool(match["scene"]) or _capital(match[0])
        if common and not match["scene"]:
            inside = re.search(r"\b(?:in|during|throughout) $", before, re.IGNORECASE) and match["the"]
            heard = _loud(after) and not inside if led else _heard(marked.text, match.start())
            heard = heard and bool(sheet.sounding(core) or not _REMOVES.search(before))
            sure = not heard and bool(led or match["the"] or sure)
        elif not sure:
            sure = bool(match["the"] or led)
        return f" {marked.put(Mark('s', match[0].strip(), numbers=(number,), name=str(number)))} " if sure else match[0]

    marked.text = pattern.sub(named, marked.text)


_HELD = re.compile(r" (?:out of|away from|off|from|in|on) (?:the )?(?:picture (?:of|in) )?⟦s", re.IGNORECASE)
"""What follows a thing that is in a scene: "take the letter out of scene 5"."""
_HEARD = re.compile(
    r"\b(?:add|remove|delete|drop|lose|kill|mute|no|hear|more|less|some|without|sound of|silence|louder|quieter|softer|freeze"
    r"|animate)\s+(?:out |up |down |off )?$",
    re.IGNORECASE,
)


_REMOVES = re.compile(r"\b(?:remove|delete|drop|lose|kill|cut|without)\s+(?:out )?$", re.IGNORECASE)


def _heard(text: str, at: int) -> bool:
    """Whether a sound or a thing of that name is meant: its verb is one of sound or motion, or loudness is spoken of."""
    return bool(_HEARD.search(text[:at])) or _loud(text)


def _capital(text: str) -> bool:
    return text.strip()[-1:] != "" and any(word[:1].isupper() for word in text.split()[-2:])


def _loud(rest: str) -> bool:
    """Whether what follows speaks of loudness, so that a sound is meant and not the scene of that name."""
    rest = re.split(r"[,;:.!?]|\b(?:and|but)\b", rest.lower(), maxsplit=1)[0]
    said = {form for word in re.findall(r"[a-z]+", rest)[:8] for form, _ in forms(word)}
    lexicon = table("lexicon")
    return bool(
        said & {word for group in lexicon["loud"].values() for word in group} - {"subtle", "background", "soft", "level"}
    )


def _described(match: re.Match[str], sheet: Sheet) -> Mark | None:
    words = match["words"].strip()
    if re.search(
        (
            r"\b(?:new|another|other|short|long|next|whole|same|last|first|whole|entire|different|"
            r"which|what|how|many|two|2|these|those|no|my|add|make|of|more)\b"
        ),
        words,
        re.IGNORECASE,
    ):
        return None
    numbers = sheet.find(words)
    if not numbers:
        return None
    several = match["noun"].lower().endswith("s") or re.match(r"(?:in |for )?(?:every|all|each)", match["every"], re.IGNORECASE)
    if len(numbers) > 1 and not several:
        titled = [n for n in sheet.titled(words) if n in numbers]
        numbers = titled if len(titled) == 1 else numbers
        return Mark("s", match[0].strip(), numbers=tuple(numbers), name="one of" if len(numbers) > 1 else str(numbers[0]))
    return Mark("s", match[0].strip(), numbers=tuple(numbers), name=spelled(numbers, sheet.count))


def _where(marked: Marked, sheet: Sheet) -> None:
    """As in "the scene where Pip mends the clock": the longest run of words that one scene holds."""

    def found(match: re.Match[str]) -> str:
        words = match["words"].split()
        every = re.match(r"(?:in |for )?(?:every|all)\b", match["head"], re.IGNORECASE)
        if " ".join(words[:1]).lower() in ("", "them", "it", "those", "these", "both"):
            return match[0]
        for size in range(min(len(words), 9), 0, -1):
            numbers = sheet.find(" ".join(words[:size]))
            if (
                numbers
                and stems(words[size - 1])[0:1]
                and (size == 1 or sheet.find(words[size - 1]) or len(words[size - 1]) > 3)
            ):
                name = (
                    spelled(numbers, sheet.count)
                    if every or len(numbers) == 1 or re.search(r"scenes\s*$", match["head"], re.IGNORECASE)
                    else "one of"
                )
                if not match["head"] and match.start() and len(numbers) > 1:
                    continue
                raw = f"{match['head']}{match['how']}{' '.join(words[:size])}"
                mark = marked.put(Mark("s", raw, numbers=tuple(numbers), name=name))
                return f" {mark} {' '.join(words[size:])}"
        return match[0]

    marked.text = _WHERE.sub(found, marked.text)


@dataclass
class Around:
    """What surrounds a clause: the film, the turns before, and what this turn has come to so far."""

    sheet: Sheet
    past: Sequence[Past] = ()
    calls: list[Call] = field(default_factory=list)
    scenes: tuple[int, ...] = ()
    """Scenes of the clause before, in this utterance."""
    given: tuple[int, ...] = ()
    """Scenes that the answer to a question has named."""
    topic: str = ""

    @property
    def last(self) -> tuple[Call, ...]:
        """The calls of the last turn that made any edit."""
        for past in reversed(self.past):
            if edits := tuple(
                c for c in past.calls if c.tool not in ("show", "render", "export", "recall", "remember", "versions")
            ):
                return edits
        return ()

    @property
    def last_scenes(self) -> tuple[int, ...]:
        """Scenes of the last turn's last edit, or of the last question about the film."""
        for past in reversed(self.past[-3:]):
            for call in reversed(past.calls):
                if call.scenes:
                    return tuple(self.numbers(call.scenes))
        return ()

    def numbers(self, scenes: str) -> list[int]:
        """The numbers that a scenes argument of ours means."""
        return list(range(1, self.sheet.count + 1)) if scenes == "all" else numbers_in(scenes)


def places(clause: Clause, around: Around) -> tuple[int, ...]:
    """Scenes that the clause names, in order; () when it names none. Raises for scenes that are not there or not clear."""
    found: list[int] = []
    named = [mark for mark in clause.places if mark.name != "all"]
    for mark in named or clause.places:  # "pull back at the end to reveal everything" is about the end
        found += _meant(mark, around)
    return tuple(dict.fromkeys(found))


_OF_IT = re.compile(r"\b(?:the whole thing|all of it|the lot)\b", re.IGNORECASE)
"""As in "scene one is nearly there, I would like the whole thing cooler": all of what was just spoken of."""


def _meant(mark: Mark, around: Around) -> Iterable[int]:
    if mark.missing:
        raise missing(mark.missing[0], around.sheet)
    if mark.name == "one of":
        raise which(mark, around.sheet)
    if mark.name == "all" and around.scenes and _OF_IT.search(mark.raw):
        return around.scenes
    if not mark.tied:
        return mark.numbers
    base = around.scenes or around.last_scenes
    if mark.name == "rest":
        return [n for n in range(1, around.sheet.count + 1) if n not in base] if base else []
    if not base:
        return []
    shift = (
        1
        if re.search(r"next|follow|after", mark.raw, re.IGNORECASE)
        else -1
        if re.search(r"prev|preced|before", mark.raw, re.IGNORECASE)
        else 0
    )
    moved = [n + shift for n in base] if shift == 0 else [max(base) + 1] if shift > 0 else [min(base) - 1]
    if wrong := [n for n in moved if not 1 <= n <= around.sheet.count]:
        raise missing(wrong[0], around.sheet)
    return moved


def missing(number: int, sheet: Sheet) -> Impossible:
    """The sentence for a scene that is not there."""
    return Impossible(
        f"There is no scene {number}; the film has {sheet.count} scene{'s' * (sheet.count != 1)}. The film is unchanged."
    )


def which(mark: Mark, sheet: Sheet) -> Exception:
    """The question when several scenes may be meant."""
    names = [sheet.title(n) for n in mark.numbers[:6]]
    return ask(
        f"Which one do you mean: {', '.join(names[:-1])} or {names[-1]}?",
        *(Choice(f"Scene {n}", Call("", {"scenes": str(n)})) for n in mark.numbers[:6]),
    )


def leftover(clause: Clause, used: set[int]) -> tuple[int, ...]:
    """The scene that words of the clause mean which nothing else explains ("the kitchen should feel colder"); () for none."""
    told = {i for kind in ("half", "degree", "again", "op", "loud", "long", "fast") for h in clause.all(kind) for i in h.cover}
    words = [
        clause.lower[i]
        for i in range(len(clause.lower))
        if i not in used and i not in told and clause.lower[i].isalpha() and len(clause.lower[i]) > 2
    ]
    words = [w for w in words if i_content(clause, w)]
    shown = [w for w in words if clause.sheet.find(w)]
    for said in (words, shown) if len(words) <= 6 else (shown,):
        for numbers in (clause.sheet.find(" ".join(said)), clause.sheet.titled(" ".join(said))):
            if len(numbers) == 1:
                return tuple(numbers)
    return ()


def i_content(clause: Clause, word: str) -> bool:
    """Whether a word says something by itself."""
    return any(clause.lower[i] == word for i in clause.content)
