"""Finding the finite verb: which word tells what happens, where a clause goes on around a relative one, what hangs on it."""

from __future__ import annotations

import re

from tools.engines.authored.figures import NUMBERS, known_agent
from tools.engines.authored.words import base_of, base_of_past, is_plural, nouns, table, verbs, word_set

DETERMINERS = word_set("determiners")
PREPOSITIONS = word_set("prepositions")
PRONOUN_SUBJECTS = {"they", "we", "you", "i"}
AUX: dict[str, str] = table("words")["aux"]
GOAL = re.compile(rf"^(?:{'|'.join(table('words')['intent']['words'])})(?: to)? (?=\w)")
OWN_SUBJECT = re.compile(r"^((?:nobody|no one|everyone|somebody|someone|he|she|they|it|the \w+|an? \w+)) (\w+s|\w+ed)\b(.*)$")
"""A relative clause with a subject of its own: (a clock that) "nobody winds"."""
_OFTEN = frozenset({"never", "always", "not", "ever", "once", "long", "finally", "already", "just", "only"})
_JOINTS = frozenset(
    {"and", "who", "that", "which", "to", "when", "because", "but", "until", "if", "while", "not", "be", "been"}
)

_TAIL = re.compile(
    r",?\s+(?:but|until|(?:only )?to (?:find|discover|learn) that|and then|so that)\s+"
    r"|,\s+(?:and|so|while|when|as)\s+(?=(?:a|an|the|it|she|he|they|every|one|each|no|all)\b)"
)
_LOOSE_TAIL = re.compile(
    r"\s+(?:when|because|as|while|and)\s+"
    r"(?=(?:a|an|the|it|she|he|they|every|one|each|all) (?:[\w'-]+ ){0,3}[\w'-]+s\b)"
)
_TIME = re.compile(r"\b(?:minute|hour|day|night|morning|evening|week|month|summer|winter|year)s?$")
"""What a clause behind it belongs to: "the night before the station closes"."""


def main_verb(tokens: list[str], plural: bool) -> int:
    """Where the main verb is in what follows "who"; 0 when the relative clause is all there is."""
    own = bool(OWN_SUBJECT.match(" ".join(tokens)))
    first = next((i for i in range(len(tokens)) if _finite_form(tokens, i, plural)), 0)
    for i in range(first + 1, len(tokens)):
        before = tokens[i - 1].lower()
        if tokens[first].lower() in AUX and set(t.lower() for t in tokens[first + 1 : i]) <= _OFTEN:
            continue
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


def _far_head(subject: list[str]) -> bool:
    """Whether a plural noun before the verb belongs to a phrase behind a singular head: "a pianist with trembling hands"."""
    return subject[0].lower() in {"a", "an"} and "with" in subject and not plural_subject(subject)


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


def plural_subject(tokens: list[str]) -> bool:
    """Whether a subject takes a plural verb."""
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
    if word in AUX or (GOAL.match(f"{word} to x") and word.endswith("s") and after == "to"):
        return True
    if base_of(word) and word not in verbs():
        named = tokens[i - 1][:1].isupper() and (i > 1 or not known_agent(before))
        group = len(tokens) > 3 and tokens[1].lower() in nouns("groups") and tokens[2].lower() == "of"
        return named or group or not is_plural(before) or _far_head(tokens[:i]) or before in {"always", "never"}
    if (
        plural
        and word in verbs()
        and (not known_agent(word) or after in DETERMINERS or is_plural(after))
        and after not in {"and", "of"}
    ):
        return True
    if base_of_past(word) and word not in verbs() and word != "called":
        return after not in {"by", "of", "in", "from", "with"} or before in {"and", "she", "he", "it", "they"}
    return (
        bool(re.match(r"^[a-z]{3,}s$", word))
        and not word.endswith("ss")
        and known_agent(before)
        and not known_agent(word)
        and (after in DETERMINERS | PREPOSITIONS)
    )


def split_tail(text: str) -> tuple[str, list[str]]:
    """The main clause, and the further clauses that hang on it ("..., but every door takes a memory")."""
    found = _TAIL.search(text)
    if not found:
        found = _LOOSE_TAIL.search(text)
        if found and (not has_verb(text[found.end() :]) or _TIME.search(text[: found.start()])):
            found = None
    if not found or not re.search(r"\w+ \w+", text[: found.start()]):
        return text, []
    joint = "but " if "but" in found[0] else "until " if "until" in found[0] else ""
    rest = text[found.end() :]
    return (text[: found.start()], [("but " if joint == "but " else "") + rest]) if has_verb(rest) else (text, [])


def has_verb(text: str) -> bool:
    """Whether a finite verb stands behind the first word."""
    tokens = text.split()
    return any(is_finite(tokens, i, False) for i in range(1, len(tokens)))
