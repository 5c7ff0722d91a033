"""Reading: what was said, the film sheet and the turns before, into calls, one question, or words. Pure and quick."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.director import alike, amended, answers, begin, context, mine, questions, talk
from agent.director.asides import likeliest
from agent.director.bare import bare_numbers
from agent.director.clause import Clause
from agent.director.clauses import clauses, says
from agent.director.deciding import UNSURE, decided
from agent.director.doubt import doubted
from agent.director.frames import Call, Impossible, Past, Question, Reading, Unclear
from agent.director.keeping import forbids, kept, limits
from agent.director.lent import known_by_name
from agent.director.marks import Marked
from agent.director.numbering import spelled
from agent.director.parts import states, weighed
from agent.director.payload import mark_payload
from agent.director.places import Finder
from agent.director.quantities import mark_quantities
from agent.director.rules import SURE, best
from agent.director.sequence import merged, renumbered
from agent.director.shapes import by_shape
from agent.director.shared import answered_by, explained_by, narrowed, opposite, repeatable, shared
from agent.director.sheet import Sheet
from agent.director.text import clean, corrected, plain_words, plainly, quoted
from agent.director.tongues import take_words, to_english, tongue_of
from agent.director.where import Around, mark_named, places
from agent.director.words import table

UNCHANGED = "The film is unchanged."
_PUZZLED = 'I did not understand that. Say which scene and what should change, for example "make scene 3 darker".'
_LANGUAGE = "I read English, and the commonest edits in German, French, Spanish and Chinese. The film is unchanged."


def read(utterance: str, sheet: Sheet, before: Sequence[Past] = ()) -> Reading:
    """Read one utterance. Exactly one of the reading's calls, question and words is given; nothing is guessed silently."""
    text = clean(utterance)
    if not re.search(r"[^\W_]", text):
        return Reading(words=talk.says("help") if "?" in text else _PUZZLED)
    return known_by_name(text, _understood(text, sheet, before), sheet, before, again=_understood)


def _understood(text: str, sheet: Sheet, before: Sequence[Past]) -> Reading:
    """The reading of a text, with what was unclear or impossible as its question or its words."""
    try:
        return _read(text, sheet, before)
    except Unclear as unclear:
        return Reading(question=unclear.question, confidence=0.5)
    except Impossible as answer:
        return Reading(words=str(answer))


def _read(text: str, sheet: Sheet, before: Sequence[Past]) -> Reading:
    asked = before[-1].question if before else None
    if sheet.film is None:
        return mine.read(text, sheet, before, again=read) or begin.read(text, before)
    answer = answers.answered(text, asked, before, sheet, again=read) if asked else None
    if found := answer or amended.read(text, sheet, before, again=read) or by_shape(text, sheet, before, again=read):
        return found
    corrects = bool(before) and bool(before[-1].calls) and re.match(r"no\b[\s,]+\w", text, re.IGNORECASE)
    if not corrects and (kind := talk.every_part(text)):
        return Reading(words=talk.says(kind))
    text = talk.without_opener(text)
    marked, around = marked_text(text, sheet), Around(sheet, before)
    if marked is None:
        return Reading(words=_LANGUAGE)
    whole = Clause(marked.text, marked, sheet)
    continued = context.backed(whole, around, again=read) or context.repeated(whole, around, again=read)
    return continued or questions.read(whole, around, text) or alike.read(whole, around) or _edits(marked, around)


def marked_text(text: str, sheet: Sheet) -> Marked | None:
    """The text with marks for all that is read by shape; None when it is in a language that is not known."""
    marked = quoted(text)
    marked.text = re.sub(r"(?<=[a-z])\s*\n\s*", ". ", marked.text)
    tongue = tongue_of(marked.text)
    if tongue == "unknown":
        return None
    if tongue == "english":
        marked.text = plainly(marked.text)
        mark_payload(marked)
    else:
        take_words(marked, tongue)
        marked.text = to_english(marked.text, tongue)
    marked.text = re.sub(str(table("english")["feelings"]), " ", plain_words(marked.text), flags=re.IGNORECASE)
    marked.text = re.sub(str(table("english")["tags"]), "", marked.text, flags=re.IGNORECASE) or marked.text
    marked.text = corrected(marked.text, sheet.words)
    mark_quantities(marked)
    finder = Finder(marked, sheet)
    finder.run()
    mark_named(marked, sheet)
    bare_numbers(marked, sheet)
    alike.measured(marked, sheet)
    marked.text = re.sub(r"\s+", " ", marked.text).strip()
    return marked


def _edits(marked: Marked, around: Around) -> Reading:
    calls: list[Call] = []
    open_: list[tuple[Clause, Question]] = []
    sure: list[Question] = []
    words: list[str] = []
    confidence, told, before = 1.0, False, None
    everything = clauses(marked, around.sheet)
    pieces = weighed(everything, Clause(marked.text, marked, around.sheet), around)
    dropped = [] if len(pieces) == 1 and pieces[0] not in everything else [p for p in everything if p not in pieces]
    around.given = _all_but(pieces, around)
    for clause in pieces:
        step = _clause(clause, around, calls)
        if step.question:
            open_.append((clause, step.question))
            around.topic = around.topic or next((_SPOKEN_OF[h.value] for h in clause.all("topic") if h.value in _SPOKEN_OF), "")
            sure += [step.question] if step.confidence >= 0.9 else []
        elif open_ and step.calls:
            calls += shared(open_, step.calls, clause, marked.text)
            sure = [] if {"it", "that", "them"} & set(clause.lower) else sure
        calls = narrowed(calls, step.calls, clause, before, marked.text) if before else calls
        before = clause
        calls = [*explained_by(clause, step.calls, calls, stated=told), *step.calls]
        told = states(clause) or bool(_FALLS_SHORT.search(clause.text))
        words += [step.words] if step.words else []
        confidence = min(confidence, step.confidence)
    asides = [asked for clause, asked in open_ if (_aside(clause) and asked not in sure) or answered_by(asked, calls)]
    asked = [(clause, question) for clause, question in open_ if question not in asides]
    if lost := [clause for clause, question in asked if question.text == UNSURE]:
        asked = [] if calls and len(lost) == len(asked) else asked
    if asked:
        return Reading(question=asked[0][1], confidence=0.5)
    if calls and (question := doubted(marked, everything, dropped, calls, around)):
        return Reading(question=question, confidence=0.5)
    if calls:
        said = " ".join(f'I did not understand "{clause.original()}".' for clause in lost)
        return Reading(tuple(renumbered(merged(calls), around.sheet.count)), words=said, confidence=confidence)
    if asides:
        return Reading(question=asides[0], confidence=0.4)
    return Reading(words=words[0] if words else f"{_PUZZLED} {UNCHANGED}", confidence=confidence)


_FALLS_SHORT = re.compile(r"\b(?:is|are|does|looks?|feels?)\b.*\b(?:not|too)\b|\bnot \w+ enough\b", re.IGNORECASE)
_SPOKEN_OF = {"music": "music", "voice": "narrator"}


def _aside(clause: Clause) -> bool:
    """Whether a clause only tells how something is ("I find scene 2 dull"), so that the order beside it is what counts."""
    return bool(
        re.match(
            r"(?:i|it|this|that|the|scene|⟦s\d+⟧|we|my|people|everyone|there|he|she|somehow|honestly|to me)\b",
            clause.text,
            re.IGNORECASE,
        )
    )


def _all_but(pieces: Sequence[Clause], around: Around) -> tuple[int, ...]:
    """As in "make it darker but leave scene 3 alone": all scenes but those that are to stay, where no others are named."""
    told = (
        len(pieces) > 1 and kept(pieces[0]) and bool(_PRAISED.search(pieces[0].text)) and re.search(r"\bit\b", pieces[1].text)
    )
    if told or (len(pieces) > 1 and forbids(pieces[0])):
        around.scenes = places(pieces[0], around)
        return ()
    if meant := [n for piece in pieces if limits(piece) for n in places(piece, around)]:
        return () if any(piece.places for piece in pieces if not kept(piece)) else tuple(meant)
    staying = [n for piece in pieces if kept(piece) for n in places(piece, around)]
    if not staying or any(piece.places for piece in pieces if not kept(piece)):
        return ()
    return tuple(n for n in range(1, around.sheet.count + 1) if n not in staying)


def _clause(clause: Clause, around: Around, calls: list[Call]) -> Reading:
    """One clause, in the light of those before it in the same utterance."""
    if kept(clause):
        around.topic = next((" ".join(clause.lower[i] for i in h.cover) for h in clause.all("sound")), around.topic)
        return Reading() if limits(clause) and calls else _exception(clause, around, calls)
    if reading := _leaning(clause, around, calls):
        return reading
    if not calls:
        _refuse(clause)
    clause = context.with_topic(clause, around)
    found = likeliest(clause, around)
    if calls and not (found and found.score >= SURE and found.calls) and (reading := _echoed(clause, around, calls)):
        return reading
    reading = decided(clause, around, found)
    if reading.question and (named := places(clause, around)):
        around.scenes = named
    _carry(clause, around, reading.calls)
    return reading


def _leaning(clause: Clause, around: Around, calls: list[Call]) -> Reading | None:
    """A clause that only makes sense with the one before it, or with the last turn."""
    if calls and _adds_nothing(clause, around, calls):
        return Reading()
    if says(clause):
        return None
    return _echoed(clause, around, calls) if calls else _continued(clause, around)


def _refuse(clause: Clause) -> None:
    if wish := clause.first("cannot"):
        raise Impossible(str(table("cannot")["says"][wish.value]))


def _continued(clause: Clause, around: Around) -> Reading | None:
    """As in "and the wind", "the thunder as well": what was done in the last turn, for another thing."""
    if not around.last or not _ALSO.search(clause.marked.text):
        return None
    there = [n for h in clause.all("sound") for n in around.sheet.sounding(h.value)]
    around.scenes = tuple(n for n in around.last_scenes if not there or n in there)
    return _echoed(clause, around, list(around.last))


_ALSO = re.compile(r"^(?:and|also|plus|now)\b|\b(?:too|as well|likewise)\W*$", re.IGNORECASE)


def _carry(clause: Clause, around: Around, calls: Sequence[Call]) -> None:
    around.calls += calls
    named = places(clause, around) or next((tuple(around.numbers(c.scenes)) for c in reversed(calls) if c.scenes), ())
    if calls and calls[-1].tool == "arrange" and calls[-1].args.get("action") == "move":
        named = tuple(around.numbers(calls[-1].scenes))
    elif any(c.tool in ("remove_scenes", "arrange", "add_scene") for c in calls):
        return
    if named:
        around.scenes = tuple(named)


def _adds_nothing(clause: Clause, around: Around, calls: list[Call]) -> bool:
    """Whether a clause only repeats the order before it, or says why ("..., I can not hear her")."""
    return (_restates(clause) and not around.topic) or bool(clause.first("masked") and calls[-1].tool in ("sounds", "music"))


def _restates(clause: Clause) -> bool:
    """Whether a clause only says again that something is to be done ("too bright, tone it down")."""
    told = {i for kind in ("op", "again", "degree", "loudverb") for h in clause.all(kind) for i in h.cover}
    return (
        bool(clause.content)
        and not clause.content - told
        and not clause.marks
        and not clause.first("half")
        and bool({"it", "that", "go"} & set(clause.lower))
    )


_PRAISED = re.compile(
    r"\b(?:is|are|looks?) (?:\w+ )?(?:lovely|great|fine|good|perfect|nice|beautiful|okay|ok)\b", re.IGNORECASE
)


def _exception(clause: Clause, around: Around, calls: list[Call]) -> Reading:
    """As in "..., but not scene 3": taken out of the scenes of the call before. Otherwise nothing is asked for."""
    out = places(clause, around)
    for place, call in enumerate(calls if out else []):
        left = [n for n in around.numbers(call.scenes) if n not in out]
        if call.scenes and left:
            calls[place] = call.within(spelled(left, around.sheet.count))
    return Reading(words=f"Left as it is. {UNCHANGED}")


def _echoed(clause: Clause, around: Around, calls: list[Call]) -> Reading | None:
    """A clause without a predicate of its own takes that of the clause before: for other scenes, or for another thing."""
    named = places(clause, around)
    text = " ".join(clause.lower)
    if re.search(r"\bnot\b|\bexcept\b", text) and named:
        return _exception(clause, around, calls)
    last = calls[-1]
    if named and (turned := context.turned(clause, [last])):
        return Reading(calls=tuple(call.within(spelled(list(named), around.sheet.count)) for call in turned.calls))
    topics = {h.value for h in clause.all("topic")} | ({"sounds"} if clause.first("sound") else set())
    if topics:
        verb = repeatable(last)
        if verb:
            again = Clause(
                f"make {clause.text} {verb}" if verb != "remove" else f"remove {clause.text}", clause.marked, clause.sheet
            )
            found = best(again, around)
            return Reading(calls=found.calls, confidence=found.score) if found and found.calls else None
    if (
        named
        and last.scenes
        and not clause.content - {i for k in ("again", "op", "degree", "filler") for h in clause.all(k) for i in h.cover}
    ):
        repeated = context.scaled(last, -1.0) if opposite(text, last) else last
        around.scenes = named
        return Reading(calls=(repeated.within(spelled(list(named), around.sheet.count)),))
    return None
