"""The story: narration, scenes that come, go and change places, moods, titles, and who is in it."""

from __future__ import annotations

import re

from agent.director.clause import Clause
from agent.director.degrees import sign_of
from agent.director.frames import Call, Choice, ask
from agent.director.slots.common import in_scenes, spelled_out, where
from agent.director.slots.sound import mood_words
from agent.director.where import Around, places
from agent.director.words import table

_AFTER = r"(?:after|behind|following|right after|once)"
_BEFORE = r"(?:before|in front of|ahead of|prior to|in between|preceding)"


def length_sign(clause: Clause) -> int:
    """+1 for longer, -1 for shorter, 0 when length is not spoken of."""
    for hit in clause.all("long"):
        if hit.value != "=":
            return sign_of(clause, hit)
    for hit in clause.all("longverb"):
        return 1 if hit.value == "+" else -1
    return 0


def narration(clause: Clause, around: Around) -> list[Call]:
    """The words of scenes: replaced, shorter, longer, in another tone, ending on a question, or gone."""
    if _of_another(clause, around):
        return []
    numbers = where(clause, around, _used(clause, "long longverb half topic tone op question mood"))
    if not numbers and around.last and around.last[-1].tool == "narration":
        numbers = around.last_scenes
    if clause.first("question"):
        return in_scenes(
            around,
            _question_scenes(clause, around, numbers),
            Call("narration", {"scenes": "", "how": "end_on_question"}),
            "Which scene should end on a question?",
        )
    if given := clause.words_given:
        how = (
            "append"
            if re.search(
                r"\b(?:append|add|tack|tag|at the end)\b|\b(?:end|ends|finish|close|conclude|sign off)\b.*\bwith\b",
                " ".join(clause.lower),
            )
            else "replace"
        )
        return in_scenes(
            around, numbers, Call("narration", {"scenes": "", "how": how, "text": given}), "In which scene should that be said?"
        )
    how, tone = _how(clause)
    if not how:
        return _rewritten(clause, around, numbers)
    if how == "tone":
        return in_scenes(
            around, numbers or _everywhere(around), Call("narration", {"scenes": "", "how": "tone", "tone": tone}), ""
        )
    wide = clause.first("topic", "narration") and how != "clear"
    return in_scenes(
        around,
        numbers or (_everywhere(around) if wide else ()),
        Call("narration", {"scenes": "", "how": how}),
        "In which scene?",
    )


def _of_another(clause: Clause, around: Around) -> bool:
    """Whether "double it" speaks of a quality or a sound of the clause before and of no words."""
    other = bool(around.calls) and around.calls[-1].tool in ("look", "camera", "sounds", "music")
    return other and bool(clause.first("half")) and "it" in clause.lower and not clause.first("topic", "narration")


def _everywhere(around: Around) -> tuple[int, ...]:
    return tuple(range(1, around.sheet.count + 1))


def _used(clause: Clause, kinds: str) -> set[int]:
    return {i for kind in kinds.split() for h in clause.all(kind) for i in h.cover}


def _question_scenes(clause: Clause, around: Around, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The film's end where "end on a question" names no scene."""
    return (around.sheet.count,) if len(numbers) in (0, around.sheet.count) and not clause.places else numbers


def _how(clause: Clause) -> tuple[str, str]:
    words = " ".join(clause.lower)
    sign = length_sign(clause)
    if clause.first("half"):
        double = clause.first("half", "double") and not re.search(r"\btwice as short\b", words)
        return ("double" if double else "half"), ""
    if sign:
        return ("longer" if sign > 0 else "shorter"), ""
    if percent := clause.quantity("%"):
        return ("half" if percent.value == 50 else "shorter"), ""
    mood = mood_words(clause)
    return ("tone", mood) if mood else (_in_other_words(clause, words), "")


def _in_other_words(clause: Clause, words: str) -> str:
    if re.search(r"\b(?:more|add) (?:words|text|narration|detail)\b", words):
        return "longer"
    if re.search(r"\b(?:fewer|less|too many|too much|cut the number of) (?:words|text|narration|talking|lines?)\b", words):
        return "shorter"
    gone = (clause.first("op", "remove") or clause.first("mute", "mute")) and clause.first("topic", "narration")
    return "clear" if gone else ""


def _rewritten(clause: Clause, around: Around, numbers: tuple[int, ...]) -> list[Call]:
    if not (clause.first("op", "replace") or clause.first("op", "set") or clause.first("op", "add")):
        return []
    scenes = spelled_out(numbers, around)
    choices = (
        [Choice(how, Call("narration", {"scenes": scenes, "how": how})) for how in ("shorter", "longer", "end_on_question")]
        if scenes
        else []
    )
    raise ask("How should the narration change: shorter, longer, in another tone, or do you have the words?", *choices)


def add_scene(clause: Clause, around: Around) -> list[Call]:
    """A new scene, and after which one it comes."""
    about = clause.words_given
    after = after_of(clause, around)
    if not about or re.fullmatch(
        r"(?:the )?(?:very )?(?:middle|end|ending|start|beginning|front|top|there|somewhere)", about, re.IGNORECASE
    ):
        raise ask("What should happen in the new scene?")
    return [Call("add_scene", {"about": about, **after})]


def after_of(clause: Clause, around: Around) -> dict[str, str]:
    """The argument of add_scene that says after which scene; {} for the end."""
    after = _after(clause, around)
    return {"after": after} if after else {}


def _after(clause: Clause, around: Around) -> str:
    """The `after` of add_scene: "" at the end, "0" first, otherwise a scene's number."""
    numbers = places(clause, around)
    words = " ".join(clause.lower)
    if re.match(r"(?:please )?(?:open|start|begin|lead)\b", words):
        return "0"
    if not numbers:
        return "0" if re.search(r"\b(?:at the (?:very )?(?:start|top|front)|opening|first)\b", words) else ""
    if re.search(r"\bbetween\b", words):
        return str(min(numbers))
    if re.search(rf"\b{_BEFORE}\s+(?:the )?⟦s", words):
        return str(numbers[0] - 1)
    if re.search(rf"\b{_AFTER}\s+(?:the )?⟦s", words) or not re.search(r"\b(?:at|to|as|in)\s+(?:the )?⟦s", words):
        return str(numbers[-1])
    return "0" if numbers[0] == 1 else "" if numbers[0] == around.sheet.count else str(numbers[0] - 1)


def set_mood(clause: Clause, around: Around) -> list[Call]:
    """The mood of scenes, in the person's own word; for the whole film its music would be meant as well, so that is asked."""
    mood = mood_words(clause)
    numbers = where(clause, around, _used(clause, "mood op topic degree"))
    if not mood:
        return []
    if mood in table("payload")["funny"]:
        return in_scenes(
            around, numbers or _everywhere(around), Call("narration", {"scenes": "", "how": "tone", "tone": mood}), ""
        )
    if not clause.places and len(numbers) == around.sheet.count:
        music, told = Call("music", {"mood": mood}), Call("narration", {"scenes": "all", "how": "tone", "tone": mood})
        raise ask(
            f"What should be {mood}: the music, the narration, or the mood of the scenes?",
            Choice("The music", music),
            Choice("The narration", told),
            Choice("The scenes", Call("set_scene", {"scenes": "all", "mood": mood})),
        )
    return in_scenes(around, numbers, Call("set_scene", {"scenes": "", "mood": mood}), f"Which scene should be {mood}?")


def set_title(clause: Clause, around: Around) -> list[Call]:
    """A scene's title."""
    numbers = places(clause, around)
    return (
        [Call("set_scene", {"scenes": spelled_out(numbers, around), "title": clause.words_given})] if len(numbers) == 1 else []
    )


def set_description(clause: Clause, around: Around) -> list[Call]:
    """What a scene shows."""
    return in_scenes(
        around,
        where(clause, around),
        Call("set_scene", {"scenes": "", "description": clause.words_given}),
        "Which scene should show that?",
    )
