"""The grammar of a premise: subject, main verb and what follows, and the same told in the past tense."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tools.engines.authored.finite import (
    AUX,
    DETERMINERS,
    GOAL,
    OWN_SUBJECT,
    PREPOSITIONS,
    has_verb,
    is_finite,
    main_verb,
    plural_subject,
)
from tools.engines.authored.words import (
    base_of,
    base_of_gerund,
    base_of_past,
    is_plural,
    past,
    table,
    verbs,
)

_STOPS = "|".join(table("words")["intent"]["stops"])
_OBJECT = re.compile(
    r"^(?:(?:to|with|for|on|in|into|across|through|from|at|after|about|up|down|over|of|back|love with|out of)\s)*"
    rf"((?:a|an|the|her|his|their|its|my|our|one|two|three|some) (?:(?!(?:{_STOPS})\b)[\w'-]+ ?){{1,4}})"
)
_TRADES = frozenset(
    {"sing", "play", "sell", "cook", "bake", "dream", "grow", "make", "write", "paint", "fix", "repair", "collect", "remember"}
)
"""What somebody "who" does is what they always do, rather than what they set out to do."""
_LASTING = frozenset({"never", "always", "still"})
_SEARCH = re.compile(r"^(?:search|look|hunt|go looking|set out|travel|journey|wander|walk|sail)\b.*?\b(?:for|in search of) ")
_JOURNEY = (  # the purpose of a way is what the story is about
    r"(?:row|sail|walk|fly|swim|climb|drive|ride|run|hike|cycle|paddle|dive|travel|march|dig|cross) (?:[\w']+ ){0,5}?"
    r"to (?:find|reach|see|meet|save|rescue|visit|fetch|bring|deliver|return|bury|look for|ask|hear) "
)


@dataclass(frozen=True)
class Clause:
    """A simple clause: what acts, the class of its verb, and the verb phrase in the shape its class needs."""

    subject: str
    kind: str = ""
    verb: str = ""
    goal: str = ""
    event: str = ""
    state: str = ""
    thing: str = ""
    thing_phrase: str = ""
    trait: str = ""
    """What a relative clause says of the subject, in the past: "who mended clocks"."""


def clause(text: str) -> Clause:
    """Read a clause. Without a verb that we know, all of it is the subject."""
    text = text.strip(" ,.")
    relative = re.match(r"^(.+?),?\s+(?:who|that|which)\s+(.+)$", text)
    if relative and _acts(relative[1]):
        return _related(relative[1], relative[2], text[relative.end(1) :].strip(" ,").split()[0])
    tokens = text.split()
    at = next((i for i in range(1, len(tokens)) if is_finite(tokens, i, plural_subject(tokens[:i]))), None)
    if at is None:
        last = range(1, len(tokens) - 1)
        at = next(
            (i for i in last if base_of_gerund(tokens[i]) and tokens[i - 1].lower() not in DETERMINERS | PREPOSITIONS), None
        )
    if at is None:
        return Clause(text)
    subject = " ".join(tokens[:at]).rstrip(",")
    joined = re.match(r"^(.+?),? and (\w+) (.+)$", " ".join(tokens[at:]))
    if (
        joined
        and base_of(joined[2])
        and verbs().get(base_of(joined[2]) or "", "state") != "state"
        and not plural_subject(tokens[:at])
    ):
        said = _verb_phrase(subject, joined[1], False)
        if said.kind == "state" and joined[2] not in verbs():
            return replace(_verb_phrase(subject, f"{joined[2]} {joined[3]}", False), trait=f"who {said.state}")
    return _verb_phrase(subject, " ".join(tokens[at:]), False)


def _related(subject: str, rest: str, pronoun: str) -> Clause:
    """A subject with a relative clause, and the main clause after it if there is one."""
    plural = plural_subject(subject.split())
    tokens = rest.split()
    at = main_verb(tokens, plural)
    if not at:
        return _verb_phrase(subject, rest, True)
    said = _verb_phrase(subject, " ".join(tokens[:at]).strip(" ,"), True)
    told = said.state or said.event
    if said.goal:
        first = tokens[0].lower()
        told = _past_phrase(f"{base_form(first)} {' '.join(tokens[1:at])}".strip(" ,"), subject)
    if own := OWN_SUBJECT.match(" ".join(tokens[:at])):
        told = f"{own[1]} {past(base_form(own[2]))}{own[3]}"
    return replace(_verb_phrase(subject, " ".join(tokens[at:]), False), trait=f"{pronoun} {told}".strip(" ,"))


def _acts(subject: str) -> bool:
    tokens = subject.split()
    return not any(is_finite(tokens, i, plural_subject(tokens[:i])) for i in range(1, len(tokens)))


def _verb_phrase(subject: str, phrase: str, relative: bool) -> Clause:
    phrase = phrase.strip(" ,.")
    adverb = re.search(
        r" (still|always|never|once|finally|now|suddenly|secretly|quietly|slowly|accidentally|\w{3,}ly)$", subject
    )
    if adverb and len(subject.split()) > 2 and adverb[1] not in {"family", "butterfly", "firefly", "assembly"}:
        made = _verb_phrase(subject[: adverb.start()], phrase, relative)
        lasting = adverb[1] in {"still", "always", "never"}
        said = f"{adverb[1]} {made.event or made.state}" if made.event or made.state else ""
        state = said if made.state or lasting else ""
        return replace(made, event="" if state else said, state=state, kind="state" if state else made.kind)
    extra = re.search(r" and (an? (?:[\w-]+ ){0,2}[\w-]+)$", phrase) if relative else None
    if extra and not has_verb(extra[1]):
        made = _verb_phrase(subject, phrase[: extra.start()], relative)
        return replace(made, thing=re.sub(r"^an? ", "the ", extra[1]), thing_phrase=extra[1])
    return _read_phrase(subject, phrase, relative)


def _read_phrase(subject: str, phrase: str, relative: bool) -> Clause:
    first, _, rest = phrase.partition(" ")
    if rest and (first in _LASTING | {"once", "finally", "secretly", "only"} or re.match(r"^[a-z]{4,}ly$", first)):
        return _with_adverb(first, _read_phrase(subject, rest, relative))
    refused = first.endswith(("n't", "not")) or first in {"can", "will", "may"} or re.match(r"(?:not|never|been)\b", rest)
    if first in AUX and refused:
        thing, named = _object(" ".join(rest.split()[1:]))
        return Clause(subject, "state", first, state=f"{AUX[first]} {rest}", thing=thing, thing_phrase=named)
    goal = GOAL.match(phrase)
    if goal and (" to " in goal[0] or first in {"must"}):
        return _goal(subject, phrase[goal.end() :])
    return _wished(subject, first, rest) or _sort(subject, base_form(first), rest, relative)


def _with_adverb(adverb: str, made: Clause) -> Clause:
    """A clause with the adverb that stood before its verb; what is never or always done is a state."""
    said = f"{adverb} {made.event or made.state}"
    if made.state or (adverb in _LASTING and made.event):
        return replace(made, kind="state", event="", state=said)
    return replace(made, event=said if made.event else "")


def _wished(subject: str, first: str, rest: str) -> Clause | None:
    """What somebody learns, dreams of or searches for, as a goal."""
    base = base_form(first)
    if base == "learn" or first == "learning":
        inner = re.match(r"^(?:how )?to (.+)$", rest)
        return _goal(subject, inner[1], "learn") if inner else _goal(subject, f"learn {rest}", "learn")
    if base == "dream" and rest.startswith("of "):
        words = rest[3:].split()
        wished = base_of_gerund(words[0])
        return _goal(subject, " ".join([wished, *words[1:]])) if wished else _goal(subject, f"find {rest[3:]}", "seek")
    plain = f"{base} {rest}".strip()
    if re.match(_JOURNEY, plain):
        return _goal(subject, plain, "seek")
    searched = _SEARCH.match(plain)
    return _goal(subject, f"find {plain[searched.end() :]}", "seek") if searched else None


def _sort(subject: str, base: str, rest: str, relative: bool) -> Clause:
    plain = f"{base} {rest}".strip()
    kind = "discover" if base == "become" else verbs().get(base, "discover").replace("discovery", "discover")
    told = _past_phrase(f"{base} {rest}".strip(), subject)
    thing, phrase = _object(rest)
    kind = "meet" if base == "fall" and rest.startswith("in love") else kind
    if (base in {"return", "come", "go"} and re.search(r"\bhome\b|\bback\b", rest)) or (
        base == "return" and not re.match(r"(?:an?|the|his|her) ", rest)
    ):
        return _goal(subject, plain, "return")
    if (
        kind == "state"
        or re.search(r"\bevery (?:night|day|morning|evening|summer|winter|year|week)$", rest)
        or (base == "run" and re.match(r"(?:a|an|the|his|her|their) ", rest))
        or (relative and base in _TRADES)
    ):
        return Clause(subject, "state", base, state=told, thing=thing, thing_phrase=phrase)
    if kind in {"learn", "seek", "make", "protect"} and rest and base not in {"open", "stop", "put"}:
        return _goal(subject, plain, kind)
    return Clause(
        subject,
        "discover" if kind in {"make", "seek", "protect", "return", "learn"} else kind,
        base,
        event=told,
        thing=thing,
        thing_phrase=phrase,
    )


def _goal(subject: str, plain: str, kind: str = "") -> Clause:
    base, _, rest = plain.partition(" ")
    purpose = re.search(r"\bto ([a-z]+) (.+)$", rest)
    thing, phrase = (
        _object(purpose[2])
        if purpose and purpose[1] in verbs() and base in verbs() and verbs()[base] == "seek"
        else _object(rest)
    )
    thing, phrase = (thing, phrase) if thing else _object(rest)
    fetched = (
        base == "return" and re.match(r"(?:an?|the|his|her|their|its) ", rest) and not re.search(r"\b(?:home|back)\b", rest)
    )
    known = "" if fetched else verbs().get(base, "")
    kind = kind or (known if known in {"learn", "seek", "make", "protect", "return"} else "seek")
    return Clause(subject, kind, base, goal=_relatives_past(plain), thing=thing, thing_phrase=phrase)


def base_form(word: str) -> str:
    """The base of any form of a verb, guessed by rule when the verb is not known."""
    low = word.lower()
    return (
        low if low in verbs() else base_of(low) or base_of_gerund(low) or base_of_past(low) or re.sub(r"(?<=[^s])s$", "", low)
    )


def _object(rest: str) -> tuple[str, str]:
    """The thing a verb phrase is about: ("the kite", "a kite"); empty when it has no object."""
    found = _OBJECT.match(rest)
    if not found:
        plain = re.match(r"^(?:(?:to|with|for|the)\s)*([a-z]+(?: [a-z]+)?s)\b(?! to\b)", rest)
        return (f"the {plain[1]}", plain[1]) if plain and is_plural(plain[1].split()[-1]) else ("", "")
    phrase = found[1].strip()
    words = phrase.split()
    verb = next(
        (i for i in range(2, len(words)) if base_of(words[i]) and words[i] not in verbs() and not is_plural(words[i])),
        len(words),
    )
    phrase = " ".join(words[:verb])
    return re.sub(r"^(?:an?|some|one)\s", "the ", phrase), phrase


def _past_phrase(plain: str, subject: str) -> str:
    """A verb phrase that begins with a base form, in the past."""
    base, _, rest = plain.partition(" ")
    plural = plural_subject(subject.split())
    verb = past(base) if base != "be" else "were" if plural else "was"
    return _relatives_past(f"{verb} {rest}".strip(), plural)


def _relatives_past(phrase: str, plural: bool = False) -> str:
    tokens = phrase.split()
    joint = next((i for i in range(1, len(tokens)) if tokens[i] in {"before", "after", "when", "until", "while"}), len(tokens))
    for i in range(1, len(tokens)):
        before, word = tokens[i - 1].lower(), tokens[i].lower()
        if i > joint + 1 and base_of(word) and word not in verbs() and word not in AUX and is_finite(tokens, i, False):
            tokens[i] = past(base_form(word))
            continue
        if (
            before in {"who", "that", "which", "and", "but", "then", "it", "she", "he", "never", "always", "nobody", "everyone"}
            or before == "they"
        ):
            tokens[i] = _shift(tokens, i, plural or before == "they")
        elif word in {"is", "are", "can", "cannot", "can't", "doesn't", "isn't"}:
            tokens[i] = AUX[word]
    return " ".join(tokens)


def _shift(tokens: list[str], i: int, plural: bool) -> str:
    word = tokens[i]
    low = word.lower()
    after = tokens[i + 1].lower() if i + 1 < len(tokens) else ""
    if low in AUX:
        return AUX[low]
    base = base_of(low)
    if base and low not in verbs():
        return past(base)
    if (
        plural
        and low in verbs()
        and (after in DETERMINERS | PREPOSITIONS | {"one", "every"} or tokens[i - 1].lower() == "they")
    ):
        return past(low)
    if tokens[i - 1].lower() in {"nobody", "everyone"} and re.match(r"^[a-z]{2,}[^s]s$", low):
        return past(base_form(low))
    return word
