"""From what people type to the matter itself: slips of the keyboard, the request around it, questions."""

from __future__ import annotations

import re
from functools import cache

from tools.engines.authored.figures import known_agent
from tools.engines.authored.finite import plural_subject
from tools.engines.authored.words import (
    base_of_past,
    compiled,
    is_plural,
    nouns,
    past,
    singular,
    squeeze,
    table,
    third,
    verbs,
    word_set,
)

_TELLING = re.compile(
    r"^(?:explain|describe|show|teach|tell)(?: (?:me|us|to me|to us|to (?:kids|children)|kids|children))?"
    r" (?=how|why|what|where|when)",
    re.I,
)
_AUDIENCE = re.compile(
    r" (?:to|for) (?:(?:small |young )?(?:children|kids|beginners)|me|us|my (?:son|daughter|kids|class))$", re.I
)
_PHRASE = r"(?:the|a|an|my|our) (?:(?:first|last|oldest|great) \w+|[A-Z]\w+ [A-Z]\w+|\w+)"
"""A subject in a question: one word behind its determiner, or two where they surely belong together."""
_PASSIVE = re.compile(
    r"^(?P<what>(?:an?|the|my|our|two|three) (?:[\w'-]+ ){0,2}?[\w'-]+) (?:is|are|was|were) (?P<done>\w+)(?P<rest> .+?)?"
    r" by (?P<who>(?:an?|the|my|our|his|her|their|two|three|four|five|six|seven|some) .+)$",
    re.I,
)
_LEAVE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Jr)\.")


def plain_text(text: str) -> str:
    """The text as meant: without quotes around it, not in capitals only, common slips of spelling put right."""
    text = squeeze(text).replace("\u2026", "...")
    text = _LEAVE.sub(lambda m: m[0][:-1], text)
    text = re.sub(r"^(grandma|grandpa|granny|grandad|nana|mum|mom|dad)(?='s?\b)", lambda m: m[0].capitalize(), text)
    if re.match(r'^(["\'])[^"]+\1[.!?]*$', text):
        text = text.strip("\"'")
    letters = [c for c in text if c.isalpha()]
    if len(text.split()) > 2 and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        text = text.lower()
    text = re.sub(r"\b[a-z]+\b(?!')", lambda m: _spelt(m[0]), text)
    text = re.sub(r"\b([Aa]) (?=[aeio](?!ne\b|nce\b))", r"\1n ", text)
    text = re.sub(r"^([a-z][\w' -]*?) (?:he|she|it|they) (?=[a-z]+\b)", _doubled_subject, text)
    text = re.sub(
        r"^((?:an?|the|my|one) (?:[\w-]+ ){0,2}?)([a-z]+) ([a-z]+)(?= (?:a|an|the|his|her|in|with|alone|on|to|at|for)\b)",
        _agreeing,
        text,
    )
    text = re.sub(
        r"(?<=s )(.*) and ([a-z]+) (?=to |of )",
        lambda m: f"{m[1]} and {third(m[2])} " if m[2] in {"dream", "want", "hope", "try", "wish", "learn"} else m[0],
        text,
        count=1,
    )
    return re.sub(r"\bi\b", "I", text)


def _doubled_subject(found: re.Match[str]) -> str:
    """One subject too many: "An old man he live alone"; but not "a boy and he"."""
    last = found[1].split()[-1]
    return (
        f"{found[1]} "
        if last in _known()
        and last not in verbs()
        and last not in word_set("prepositions")
        and not re.search(r"\b(?:who|that|and|when)\b", found[1])
        else found[0]
    )


def _agreeing(found: re.Match[str]) -> str:
    """A verb that lacks its ending: "the old man live alone"."""
    bare = found[3] in verbs() and found[2] in _known() and found[2] not in verbs() and not is_plural(found[2])
    return f"{found[1]}{found[2]} {third(found[3])}" if bare and not known_noun(found[3]) else found[0]


def known_noun(word: str) -> bool:
    """Whether a verb's base is a noun that people, animals or things are called by."""
    return any(word in nouns(k) for k in ("she", "he", "it", "person", "groups"))


@cache
def _known() -> frozenset[str]:
    people = frozenset().union(*(nouns(k) for k in ("she", "he", "it", "person")))
    return people | frozenset(verbs()) | word_set("determiners") | word_set("prepositions")


def _spelt(word: str) -> str:
    """A word that people often mistype, or one that is a known word with two neighbours swapped ("dgo", "teh")."""
    typos: dict[str, str] = table("words")["typos"]
    if word in typos:
        return typos[word]
    if len(word) < 3 or word in _known() or not _odd(word):
        return word
    swaps = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
    return next((s for s in swaps if s in _known() and s != word), word)


def _odd(word: str) -> bool:
    """Whether English words do not look like this; "form" and "trial" do, "dgo" and "dauhgter" do not."""
    return bool(
        re.search(r"^(?:dg|eh|hte|teh|nad|wn|rb|lf|sd|cta|rf|hw)|[auo]hg|hgt|eih|teh$|igrl|odg|ocw|uqe|nig$", word)
    ) or word in {"teh", "brid"}


def matter(text: str) -> tuple[str, bool]:
    """What the request is about, and whether an explanation is asked for: "make a film about a fox" -> ("a fox", False)."""
    before = ""
    while text != before:
        before, text = text, _rewritten(text)
        for opener in _openers():
            text = opener.sub("", text, count=1).lstrip(" ,:;-")
    told = _TELLING.match(text)
    if told or re.match(r"^explain (?=\w)", text, re.I):
        return _AUDIENCE.sub("", text[told.end() if told else 8 :].strip(" .!?")), True
    return gathered(active(text.strip(" ,:;-"))) or "a story", False


@cache
def _openers() -> tuple[re.Pattern[str], ...]:
    meta = table("words")["meta"]
    filled = (o.replace("FORM", meta["forms"]).replace("KIND", f"(?:{meta['kinds']})") for o in meta["openers"])
    return tuple(re.compile(f"^(?:{o})", re.I) for o in filled)


def _rewritten(text: str) -> str:
    """Shapes that say a story in another way: questions, "love story between", "versus", "X's last day"."""
    for shape, said in table("words")["meta"]["shapes"]:
        text = compiled(shape).sub(said, text, count=1)
    return text


def active(text: str) -> str:
    """A passive told by who acts: "a piano is carried up the stairs by two boys" -> "two boys carry a piano up the stairs".

    Only where the one who acts could be a hero and what it is done to could not.
    """
    found = _PASSIVE.match(text)
    if not found or _living(found["what"]) or not _living(re.split(r" (?:in|on|at|from|who|that|with) ", found["who"])[0]):
        return text
    done = found["done"].lower()
    base = table("words")["participles"].get(done) or base_of_past(done)
    if not base:
        return text
    who = found["who"]
    verb = base if plural_subject(who.split()) else third(base)
    return f"{who} {verb} {found['what'][:1].lower()}{found['what'][1:]}{found['rest'] or ''}"


def gathered(text: str) -> str:
    """A place where several do something, told of them: "a train where strangers meet" -> "strangers meet on a train"."""
    found = re.match(r"^((?:an?|the) (?:[\w'-]+ ){0,2}?)([\w'-]+) where ([a-z]+) ([a-z]+)(.*)$", text, re.I)
    places: dict[str, list[str]] = table("words")["places"]
    if not found or found[2] not in places or not is_plural(found[3]) or not _living(found[3]) or found[4] not in verbs():
        return text
    return f"{found[3]} {found[4]}{found[5]} {places[found[2]][0]} {found[1].lower()}{found[2]}"


def _living(phrase: str) -> bool:
    head = singular(phrase.rsplit(maxsplit=1)[-1].lower())
    return any(head in nouns(kind) for kind in ("she", "he", "person", "groups")) or (
        known_agent(head) and head not in word_set("scenery")
    )


def noun_clause(question: str) -> str:
    """A question as it is told: "why do cats purr" -> "why cats purr", "why is the sky blue" -> "why the sky is blue"."""
    question = question[:1].lower() + question[1:]
    found = re.match(r"^(how|why|what|where|when) (do|does|did) (.+?) (\w+)(?= |$)(.*)$", question)
    if found:
        words = f"{found[3]} {found[4]}{found[5]}".split()
        at = next(
            (i for i in range(1, len(words)) if words[i] in verbs() and words[i - 1] not in word_set("determiners")),
            len(words) - 1,
        )
        base = words[at]
        words[at] = {"do": base, "does": third(base), "did": past(base)}[found[2]]
        return f"{found[1]} {' '.join(words)}"
    found = re.match(r"^what (is|are|was|were) ((?:an?|the) [a-z]+(?: [a-z]+)?|[a-z]+)$", question)
    if found:
        return f"what {found[2]} {found[1]}"
    found = re.match(rf"^(how|why|what|where|when) (is|are|was|were|can|will) ({_PHRASE}|\w+) (.+)$", question)
    if not found or found[3] in word_set("prepositions"):
        return question
    return f"{found[1]} {found[3]} {found[2]} {found[4]}"
