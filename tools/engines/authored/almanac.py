"""The common subject of which a question or a topic speaks: what it asks about, not whatever it happens to name."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tools.engines.authored.clauses import clause
from tools.engines.authored.words import is_plural, table

_ASKED = re.compile(r"^(?:how|why|what|where|when|whether)\s+(.+)$")
_DOING = re.compile(r"^to (?:make|bake|brew|grow|build|cook|prepare|understand) (.+)$")
_ANYONE = re.compile(r"^(?:we|you|i|people|humans)\s+(.+)$")
_CAUSE = re.compile(r"^(?:causes?|makes?|(?:is|are)(?: in| inside)?|happens? (?:in|during|inside))\s+(.+)$")
_MOMENT = re.compile(r"^the (?:day|night|morning|moment|year) (?:that |when )?((?:the|an?) .+)$")
_OF = re.compile(
    r"^(?:(?:the|an?) )?(?:\w+ )?(?:history|story|life|lives|invention|discovery|birth|origins?|beginnings?|making|building|"
    r"construction|science|secrets?|secret life|nature|rise|fall|sinking|world|age|migration|flight|formation|art) of (.+)$"
)
_DETERMINER = re.compile(r"^(?:the|an?|some|all|every|most|many)\s+")
_ADVERB = re.compile(r"\s(?:always|never|often|really|also|still|sometimes|usually|all)$")
_AFTER = re.compile(r"\s(?:in|on|at|from|with|under|over|without|for|to|after|before|about|across|beyond|through|by|as)\s.*$")


def common_subject(topic: str) -> dict[str, Any] | None:
    """The row of the almanac that a topic is about ("how bees make honey": bees); None where it only names such a thing."""
    topic = topic.lower().strip(" ?.!")
    asked = _ASKED.match(topic)
    phrases = _asked_about(asked[1]) if asked else _spoken_of(topic)
    return next((found for phrase in phrases if (found := _named(phrase))), None)


def _asked_about(question: str) -> list[str]:
    """The noun phrases that a question is about: its subject; what is done, where anybody is the subject."""
    if question.startswith("to "):
        made = _DOING.match(question)
        return [made[1]] if made else []
    if anyone := _ANYONE.match(question):
        return _done(anyone[1])
    if cause := _CAUSE.match(question):
        return [cause[1]]
    read = clause(question)
    subject = re.sub(r"\s(?:is|are|was|were)\b.*$", "", read.subject)
    return [subject] if read.kind or subject != read.subject else [subject, _unknown_verb(subject)]


def _done(rest: str) -> list[str]:
    """What people do, or to what they do it: "dream", "need sleep", "listen to music"; nothing beyond that is asked about."""
    found = re.match(r"^(\w+)(?: (?:to )?(?:the )?(\w+))?$", re.sub(r" (?:at|every) night$", "", rest))
    return [phrase for phrase in found.groups() if phrase] if found else []


def _unknown_verb(phrase: str) -> str:
    """A clause whose verb is not known, without it: "stars twinkle"."""
    words = _DETERMINER.sub("", _AFTER.sub("", phrase)).split()
    acts = len(words) > 1 and (is_plural(words[-2]) or words[-1].endswith("s"))
    return " ".join(words[:-1]) if acts else ""


def _spoken_of(topic: str) -> list[str]:
    """The noun phrases that a topic without a question is about: "the history of X", "the night X sank", "X and Y"."""
    if of := _OF.match(topic):
        return [of[1]]
    if moment := _MOMENT.match(topic):
        return [clause(moment[1]).subject]
    return [] if re.search(r"\sof\s", topic) else re.split(r"\s(?:and|or)\s|,\s", topic)


def _named(phrase: str) -> dict[str, Any] | None:
    """The subject that is the head of a noun phrase, with no words before it but those that leave it what it is."""
    words = _DETERMINER.sub("", _ADVERB.sub("", _AFTER.sub("", phrase.strip()))).split()
    for at in range(len(words)):
        found = _subjects().get(" ".join(words[at:]))
        if found and set(words[:at]) <= set(table("almanac")["plain"]):
            return found
    return None


@cache
def _subjects() -> dict[str, dict[str, Any]]:
    """Every word of the almanac to its subject, the first named where two share one."""
    known: dict[str, dict[str, Any]] = {}
    for subject in table("almanac")["subjects"]:
        for word in subject["words"]:
            known.setdefault(word, subject)
    return known
