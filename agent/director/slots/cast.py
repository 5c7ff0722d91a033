"""Who is in the film: somebody new, a new name, another look, or gone."""

from __future__ import annotations

import re

from agent.director.clause import Clause
from agent.director.frames import Call, ask
from agent.director.payload import POLITE
from agent.director.where import Around

NAMED = re.compile(r"\b(?:called|named|by the name of|whose name is)\s+(?P<name>[\w'-]+(?: [A-Z][\w'-]+)*)")


INTRODUCED = re.compile(
    r"\b(?:character|role|figure|person|part|sidekick|friend|villain|hero|heroine|write in|introduce|bring in|add)\b:?,?\s+"
    r"(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*),\s+(?:an?|the|who is|who|with)\s+(?P<what>.+)$"
)
"""As in "introduce Captain Olsen, a weathered sailor"."""
_NEWLY = re.compile(
    (
        r"\b(?:call|name|rename|christen|dub|make)\s+(?:the )?(?P<who>[\w' -]+?)\s+(?:to |as |"
        r"into )?(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*)[.!]?$"
    ),
    re.IGNORECASE,
)


_SHALL = re.compile(
    r"\b(?:is|be|get|becomes?) (?:called|named|renamed(?: to| as)?)\s+(?P<name>[\w'-]+(?: "
    r"[A-Z][\w'-]+)*)|'s name (?:is now|is(?= [A-Z])|should be|to)\s+(?P<other>[\w'-]+)"
)


_TRAIT = re.compile(
    (
        r"\b(?:give|gives|let|make|have|should|must|needs? to|needs?|has to|is to|put|dress|turn|wears?|"
        r"has|carries|gets?|add|change|describe|is)\b"
    ),
    re.IGNORECASE,
)


def cast(clause: Clause, around: Around) -> list[Call]:
    """Who is in the film: somebody new, a new name, another look, or gone."""
    who = next((h.value for h in clause.all("who")), "") or _just_spoken_of(clause, around)
    text, words = POLITE.sub("", clause.original()), " ".join(clause.lower)
    if who and (name := _new_name(clause, text, who)):
        return [Call("cast", {"action": "rename", "who": who, "name": name})]
    if not who or (clause.places and not re.search(r"\b(?:wear|wearing|scarf|coat|hat|dress)", words)):
        return [] if who else _newcomer(clause, text, words)
    theirs = any(clause.after(h, 1) == ["'s"] for h in clause.all("who"))  # somebody or something of theirs, not they
    if clause.first("op", "remove") and not clause.first("worn") and not clause.places:
        return [] if theirs else [Call("cast", {"action": "remove", "who": who})]
    if description := _description(clause, text, who):
        renamed = {str(call.args.get("name")): str(call.args.get("who")) for call in around.calls if call.tool == "cast"}
        known = around.sheet.described(renamed.get(who, who))
        return [Call("cast", {"action": "describe", "who": who, "description": joined(known, description)})]
    return []


def _just_spoken_of(clause: Clause, around: Around) -> str:
    """Whom "him" or "her" means: the one of the call before; "" for nobody."""
    last = around.calls[-1] if around.calls else None
    if not last or last.tool != "cast" or not {"him", "her", "he", "she", "it"} & set(clause.lower):
        return ""
    return str(last.args.get("name") or last.args.get("who", ""))


def _new_name(clause: Clause, text: str, who: str) -> str:
    if clause.first("op", "rename") or clause.first("topic", "title") or re.search(r"\bname\b", text):
        if given := clause.words_given:
            return re.sub(r"^(?:to|as|be) ", "", given).strip(" .!?\"'")
        for shape in (_SHALL, _NEWLY, NAMED):
            found = shape.search(text)
            name = next((g for k, g in found.groupdict().items() if g and k != "who"), "") if found else ""
            if name and name.lower() != who.lower():
                return name
    return ""


def _newcomer(clause: Clause, text: str, words: str) -> list[Call]:
    if clause.first("op", "add") and (shown := INTRODUCED.search(text)):
        looks = re.sub(r"\s+(?:to|in|into) the (?:cast|film|movie|story)$", "", shown["what"].strip(" .!"))
        return [Call("cast", {"action": "add", "who": shown["name"], "name": shown["name"], "description": looks})]
    if not clause.first("op", "add") or not (clause.first("topic", "cast") or NAMED.search(text)):
        return []
    found = NAMED.search(text)
    noun = re.search(
        (
            r"\b(?:an?|another|new|the) (?P<what>(?:(?!called|named|character|hero)[\w-]+ "
            r"){1,5})(?:called|named|by the name|as a|to the cast|character)"
        ),
        text,
    )
    after = re.search(
        r"(?:called|named) [\w'-]+(?: [A-Z][\w'-]+)*,? (?:who is |who |with |an? )?(?P<what>(?!to the|in the cast).+)$", text
    )
    told = after or noun
    description = re.sub(r"(?:^|\s+)(?:to|in|into) the (?:cast|film|movie|story)$", "", told["what"].strip() if told else "")
    if not found:
        if description:
            return [
                Call(
                    "cast",
                    {"action": "add", "who": description.title(), "name": description.title(), "description": description},
                )
            ]
        raise ask("Who should be added? Say a name and what they look like.")
    return [Call("cast", {"action": "add", "who": found["name"], "name": found["name"], "description": description.strip()})]


def _description(clause: Clause, text: str, who: str) -> str:
    """The words about how somebody looks, without the verb and the name."""
    pronouns = {"him", "her"} if not clause.all("who") else set()
    names = "|".join(map(re.escape, {who, *pronouns, *(clause.tokens[i] for h in clause.all("who") for i in h.cover)}))
    rest = re.sub(rf"^.*?\b(?:the )?(?:{names})\b(?:'s)?", "", text, count=1, flags=re.IGNORECASE).strip()
    rest = re.sub(
        r"^(?:should|must|could|needs? to|needs?|has to|is to|will|would|ought to|can|who)\b\s*", "", rest, flags=re.IGNORECASE
    )
    rest = re.sub(
        r"^(?:be|have|has|wear|wears|wearing|look|looks|get|gets|carry|carries|is|in|with|into|as|put on)\b\s*(?:like\s+)?",
        "",
        rest,
        flags=re.IGNORECASE,
    ).strip(" .,!")
    if not rest:
        found = re.search(
            rf"\b(?:put|give|add|get|with|dress)\s+(?P<what>an? .+?)\s+(?:on|to|for)\s+(?:the )?(?:{names})",
            text,
            re.IGNORECASE,
        )
        rest = found["what"] if found else ""
    rest = re.sub(r"^(\w+) (?:should be|must be|is|are|to be|be) ([\w ]+)$", r"\2 \1", rest)
    return rest if _TRAIT.search(text) and not re.fullmatch(r"(?:please|now|too|more|less|it|that)", rest) else ""


def joined(known: str, new: str) -> str:
    """What is known of somebody's look with something new: "a blue coat" gives way to "a red coat", the rest stays."""
    noun = re.findall(r"[a-z]+", new.lower())[-1:] if re.match(r"(?:an?|the|some|\d+|no) ", new, re.IGNORECASE) else []
    if noun and (old := re.search(rf"\b(?:an?|the|some|one|two|\d+) (?:[\w-]+ )*?{noun[0]}\b", known, re.IGNORECASE)):
        start = max(
            known.rfind(" with ", 0, old.end()) + 6, known.rfind(" and ", 0, old.end()) + 5, known.rfind(", ", 0, old.end()) + 2
        )
        start = max(start, old.start()) if start > 5 else old.start()
        return f"{known[:start]}{new}{known[old.end() :]}"
    if not known:
        return new
    return f"{known}, with {new}" if noun else f"{known}, {new}"
