"""What stands around the story in a premise: where and when it opens, and who lends a hand."""

from __future__ import annotations

import re

from tools.engines.authored.figures import Figure, figure, known_agent

_OPENERS = "in|on|at|during|under|beneath|near|one|every|deep|high|far|long|inside|after|before|above|beyond|somewhere|among"
_LONGEST_LEAD = 9
"""Words: what is longer before a comma is the story itself."""
_HELP = re.compile(r",?\s+(?:with the (?:help|aid) of|with help from|helped by|aided by|accompanied by|together with)\s+(.+)$")


def lead(core: str) -> tuple[list[str], str]:
    """Split off what comes before the main clause: "When the bees vanish, ...", "In a village, ...", "After the war, ..."."""
    found = re.match(r"^(when|after|before|while|as|because|since|if)\s+(.+?),\s+(.+)$", core, re.I)
    if found and " " in found[2] and found[1].lower() in {"when", "after", "because", "while"}:
        return [found[2]], found[3]
    found = re.match(rf"^((?:{_OPENERS})\b[^,]*),\s+(.+)$", core, re.I)
    if found and len(found[1].split()) <= _LONGEST_LEAD:
        told = re.match(r"^(?:where|in which)\s+(\w+ \w+.*?),\s+(.+)$", found[2])
        return ([told[1]], told[2]) if told else ([], found[2])
    core = re.sub(
        r"^the (?:day|night|year|summer|winter|morning|moment|week)(?: that| when)? (?=(?:the|an?|my|our|two|[A-Z])\b)",
        "",
        core,
    )
    found = re.match(
        r"^(?:every|each|one|that) (?:day|night|morning|evening|winter|summer|spring|autumn|year|week|sunday),? (.+)$",
        core,
        re.I,
    )
    if found:
        return [], found[1]
    where = r"(?:(?:deep|high|far|somewhere|long) )?(?:in|on|at|above|under|beneath|below|beyond|inside|near|among|beside)"
    found = re.match(rf"^{where} (?:[\w'-]+ ){{1,4}}?(?=(?:a|an|two|three|four) )(.+)$", core, re.I)
    return ([], found[1]) if found else ([], core)


def helped(core: str) -> tuple[str, Figure | None]:
    """The story without ", with the help of somebody and others", and that somebody; as it is when nobody we know helps."""
    found = _HELP.search(core)
    who = figure(re.split(r",|\s+and\s+", found[1])[0]) if found else None
    if not found or not who or not (known_agent(who.head) or who.name) or " " not in core[: found.start()].strip():
        return core, None
    return core[: found.start()], who
