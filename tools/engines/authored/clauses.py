"""The grammar of a premise: subject, main verb and what follows, and the same told in the past tense."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tools.engines.authored.figures import NUMBERS, known_agent
from tools.engines.authored.words import (
    base_of,
    base_of_gerund,
    base_of_past,
    is_plural,
    nouns,
    past,
    table,
    verbs,
    word_set,
)

DETERMINERS = word_set("determiners")
PREPOSITIONS = word_set("prepositions")
_STOPS = "|".join(table("words")["intent"]["stops"])
_OBJECT = re.compile(
    r"^(?:(?:to|with|for|on|in|into|across|through|from|at|after|about|up|down|over|of|back|love with|out of)\s)*"
    rf"((?:a|an|the|her|his|their|its|my|our|one|two|three|some) (?:(?!(?:{_STOPS})\b)[\w'-]+ ?){{1,4}})"
)
_TAIL = re.compile(
    r",?\s+(?:but|until|(?:only )?to (?:find|discover|learn) that|and then|so that)\s+"
    r"|,\s+(?:and|so|while|when|as)\s+(?=(?:a|an|the|it|she|he|they|every|one|each|no|all)\b)"
)
_LOOSE_TAIL = re.compile(
    r"\s+(?:when|after|before|because|as|while|and)\s+"
    r"(?=(?:a|an|the|it|she|he|they|every|one|each|all) (?:[\w'-]+ ){0,3}[\w'-]+s\b)"
)
_TRADES = frozenset(
    {"sing", "play", "sell", "cook", "bake", "dream", "grow", "make", "write", "paint", "fix", "repair", "collect"}
)
"""What somebody "who" does is what they always do, rather than what they set out to do."""
PRONOUN_SUBJECTS = {"they", "we", "you", "i"}
_OWN_SUBJECT = re.compile(r"^((?:nobody|no one|everyone|somebody|someone|he|she|they|it|the \w+|an? \w+)) (\w+s|\w+ed)\b(.*)$")
"""A relative clause with a subject of its own: (a clock that) "nobody winds"."""
_JOINTS = frozenset(
    {"and", "who", "that", "which", "to", "when", "because", "but", "until", "if", "while", "not", "be", "been"}
)
AUX: dict[str, str] = table("words")["aux"]
_GOAL = re.compile(rf"^(?:{'|'.join(table('words')['intent']['words'])})(?: to)? (?=\w)")
_SEARCH = re.compile(r"^(?:search|look|hunt|go looking|set out|travel|journey|wander|walk|sail)\b.*?\b(?:for|in search of) ")


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


def split_tail(text: str) -> tuple[str, list[str]]:
    """The main clause, and the further clauses that hang on it ("..., but every door takes a memory")."""
    found = _TAIL.search(text)
    if not found:
        found = _LOOSE_TAIL.search(text)
        if found and not _has_verb(text[found.end() :]):
            found = None
    if not found or not re.search(r"\w+ \w+", text[: found.start()]):
        return text, []
    joint = "but " if "but" in found[0] else "until " if "until" in found[0] else ""
    rest = text[found.end() :]
    return (text[: found.start()], [("but " if joint == "but " else "") + rest]) if _has_verb(rest) else (text, [])


def _has_verb(text: str) -> bool:
    tokens = text.split()
    return any(is_finite(tokens, i, False) for i in range(1, len(tokens)))


def clause(text: str) -> Clause:
    """Read a clause. Without a verb that we know, all of it is the subject."""
    text = text.strip(" ,.")
    relative = re.match(r"^(.+?),?\s+(?:who|that|which)\s+(.+)$", text)
    if relative and _acts(relative[1]):
        return _related(relative[1], relative[2], text[relative.end(1) :].strip(" ,").split()[0])
    tokens = text.split()
    at = next((i for i in range(1, len(tokens)) if is_finite(tokens, i, _plural_subject(tokens[:i]))), None)
    if at is None:
        last = range(1, len(tokens) - 1)
        at = next(
            (i for i in last if base_of_gerund(tokens[i]) and tokens[i - 1].lower() not in DETERMINERS | PREPOSITIONS), None
        )
    if at is None:
        return Clause(text)
    return _verb_phrase(" ".join(tokens[:at]).rstrip(","), " ".join(tokens[at:]), False)


def _related(subject: str, rest: str, pronoun: str) -> Clause:
    """A subject with a relative clause, and the main clause after it if there is one."""
    plural = _plural_subject(subject.split())
    tokens = rest.split()
    at = _main_verb(tokens, plural)
    if not at:
        return _verb_phrase(subject, rest, True)
    said = _verb_phrase(subject, " ".join(tokens[:at]).strip(" ,"), True)
    told = said.state or said.event
    if said.goal:
        first = tokens[0].lower()
        told = _past_phrase(f"{base_form(first)} {' '.join(tokens[1:at])}".strip(" ,"), subject)
    if own := _OWN_SUBJECT.match(" ".join(tokens[:at])):
        told = f"{own[1]} {past(base_form(own[2]))}{own[3]}"
    return replace(_verb_phrase(subject, " ".join(tokens[at:]), False), trait=f"{pronoun} {told}".strip(" ,"))


def _main_verb(tokens: list[str], plural: bool) -> int:
    """Where the main verb is in what follows "who"; 0 when the relative clause is all there is."""
    own = bool(_OWN_SUBJECT.match(" ".join(tokens)))
    first = next((i for i in range(len(tokens)) if _finite_form(tokens, i, plural)), 0)
    for i in range(first + 1, len(tokens)):
        before = tokens[i - 1].lower()
        if before in _JOINTS or (tokens[first].lower() in AUX and i - first < 2):
            if before in {"who", "that", "which", "when", "because", "but", "until", "if", "while", "and", "to"}:
                if before in {"and", "to"}:
                    continue
                return 0
            continue
        if _finite_form(tokens, i, plural) and (own or i - first > 1 or tokens[first].endswith(",") or before.endswith("ly")):
            late = i - 1 if i - 1 > first and re.search(r"ly$", before) else i
            return late
    return 0


def _finite_form(tokens: list[str], i: int, plural: bool) -> bool:
    """Whether token `i` has the form of a verb of a subject that is singular, or plural."""
    word = tokens[i].lower().strip(",")
    before = tokens[i - 1].lower() if i else ""
    after = tokens[i + 1].lower() if i + 1 < len(tokens) else ""
    if before in DETERMINERS | PREPOSITIONS | set(NUMBERS) | {"and"} or before.endswith("'s"):
        return False
    if word in AUX:
        return True
    if base_of_past(word) and word not in verbs():
        return i == 0 or before in {"never", "always", "who", "once"}
    if plural:
        return word in verbs() and not is_plural(word) and (i == 0 or after in DETERMINERS | PREPOSITIONS | set(NUMBERS))
    return bool(base_of(word)) and word not in verbs() and (i == 0 or after != "and")


def _acts(subject: str) -> bool:
    tokens = subject.split()
    return not any(is_finite(tokens, i, _plural_subject(tokens[:i])) for i in range(1, len(tokens)))


def _plural_subject(tokens: list[str]) -> bool:
    low = [t.lower().strip(",") for t in tokens]
    core = next((i for i, t in enumerate(low) if t in PREPOSITIONS and i), len(low))
    head, name = low[core - 1], tokens[core - 1][:1].isupper() and core > 1
    return " and " in " ".join(low) or head in PRONOUN_SUBJECTS or (is_plural(head) and not name) or low[0] in NUMBERS


def is_finite(tokens: list[str], i: int, plural: bool) -> bool:
    """Whether token `i` is the finite verb of its clause; `plural` says that a bare base form would agree with its subject."""
    word, before = tokens[i].lower().strip(",."), tokens[i - 1].lower()
    after = tokens[i + 1].lower().strip(",.") if i + 1 < len(tokens) else ""
    if before in DETERMINERS or before in PREPOSITIONS or before in NUMBERS or before.endswith("'s"):
        return False
    if word in AUX or (_GOAL.match(f"{word} to x") and word.endswith("s") and after == "to"):
        return True
    if base_of(word) and word not in verbs():
        named = tokens[i - 1][:1].isupper() and i > 1
        group = len(tokens) > 3 and tokens[1].lower() in nouns("groups") and tokens[2].lower() == "of"
        return named or group or not is_plural(before) or before in {"always", "never"}
    if plural and word in verbs() and not known_agent(word) and after not in {"and", "of"}:
        return True
    if base_of_past(word) and word not in verbs() and word != "called":
        return after not in {"by", "of", "in", "from", "with"} or before in {"and", "she", "he", "it", "they"}
    return (
        bool(re.match(r"^[a-z]{3,}s$", word))
        and not word.endswith("ss")
        and known_agent(before)
        and (after in DETERMINERS | PREPOSITIONS)
    )


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
    if extra and not _has_verb(extra[1]):
        made = _verb_phrase(subject, phrase[: extra.start()], relative)
        return replace(made, thing=re.sub(r"^an? ", "the ", extra[1]), thing_phrase=extra[1])
    return _read_phrase(subject, phrase, relative)


def _read_phrase(subject: str, phrase: str, relative: bool) -> Clause:
    first, _, rest = phrase.partition(" ")
    if rest and (
        first in {"never", "always", "still", "once", "finally", "secretly", "only"} or re.match(r"^[a-z]{4,}ly$", first)
    ):
        made = _read_phrase(subject, rest, relative)
        said = f"{first} {made.event or made.state}"
        return replace(made, event=said if made.event else "", state=said if made.state else "")
    if first in AUX and (
        first.endswith(("n't", "not")) or first in {"can", "will", "may"} or re.match(r"(?:not|never|been)\b", rest)
    ):
        thing, named = _object(" ".join(rest.split()[1:]))
        return Clause(subject, "state", first, state=f"{AUX[first]} {rest}", thing=thing, thing_phrase=named)
    goal = _GOAL.match(phrase)
    if goal and (" to " in goal[0] or first in {"must"}):
        return _goal(subject, phrase[goal.end() :])
    base = base_form(first)
    if base == "learn" or first == "learning":
        inner = re.match(r"^(?:how )?to (.+)$", rest)
        return _goal(subject, inner[1], "learn") if inner else _goal(subject, f"learn {rest}", "learn")
    if base == "dream" and rest.startswith("of "):
        words = rest[3:].split()
        wished = base_of_gerund(words[0])
        return _goal(subject, " ".join([wished, *words[1:]])) if wished else _goal(subject, f"find {rest[3:]}", "seek")
    plain = f"{base} {rest}".strip()
    searched = _SEARCH.match(plain)
    if searched:
        return _goal(subject, f"find {plain[searched.end() :]}", "seek")
    return _sort(subject, base, rest, plain, relative)


def _sort(subject: str, base: str, rest: str, plain: str, relative: bool) -> Clause:
    kind = verbs().get(base, "discover").replace("discovery", "discover")
    told = _past_phrase(f"{base} {rest}".strip(), subject)
    thing, phrase = _object(rest)
    if base == "fall" and rest.startswith("in love"):
        kind = "meet"
    if (base in {"return", "come", "go"} and re.search(r"\bhome\b|\bback\b", rest)) or base == "return":
        return _goal(subject, plain, "return")
    if kind == "state" or (relative and base in _TRADES):
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
    known = verbs().get(base, "")
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
    plural = _plural_subject(subject.split())
    verb = ("were" if plural else "was") if base == "be" else past(base)
    return _relatives_past(f"{verb} {rest}".strip(), plural)


def _relatives_past(phrase: str, plural: bool = False) -> str:
    tokens = phrase.split()
    for i in range(1, len(tokens)):
        before, word = tokens[i - 1].lower(), tokens[i].lower()
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
    if plural and low in verbs() and (after in DETERMINERS | PREPOSITIONS or tokens[i - 1].lower() == "they"):
        return past(low)
    return word
