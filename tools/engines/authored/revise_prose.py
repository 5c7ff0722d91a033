"""The ground of all revising: sentences, finite verbs, tense, names, and lines written for both tenses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tools.engines.authored.figures import NUMBERS, PRONOUNS, known_agent
from tools.engines.authored.words import article, is_plural, past, sentence, squeeze, table, third, verbs, word_set

Tense = Literal["past", "present"]

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？]+[」』”]*|\n\s*\n|\n(?=\s*\S)")
_SHORTENED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Jr|Sr|vs|No)\.$|(?:^|[A-Z]\w*\.? )[A-Z]\.$")
_STOPPED = re.compile(r"[.!?…。！？:][\"'”’)\]」』]*$")
_MARKED = re.compile(r"<([^<>|]+)(?:\|([^<>]+))?>")
_SLOT = re.compile(r"\{(\w+)\}")
_PRESENT_AUX = frozenset({"is", "are", "has", "does", "am", "isn't", "aren't", "doesn't", "hasn't", "don't", "can", "will"})
_PAST_AUX = frozenset({"was", "were", "had", "did", "wasn't", "weren't", "didn't", "hadn't", "could", "would"})
_OTHER_AUX = frozenset({"must", "may", "might", "should", "shall", "cannot", "can't", "couldn't", "wouldn't", "won't"})
AUXILIARIES = _PRESENT_AUX | _PAST_AUX | _OTHER_AUX | {"have", "do", "haven't"}
_HELPING = frozenset({"had", "has", "have", "was", "were", "is", "are", "been", "be", "having", "being"})
SUBJECTS: frozenset[str] = frozenset(table("revising")["closed"]["subjects"])
"""Words that can begin a main clause by themselves."""
_BETWEEN = frozenset({"still", "always", "never", "often", "also"})
"""What may stand between a subject and its verb."""


def sentences(text: str) -> list[str]:
    """The sentences of a text in order; titles such as "Mr." do not end one, a line break does."""
    found: list[str] = []
    start, cased = 0, bool(re.search(r"[.!?…][\"'”’)]*\s+[\"“‘(]?[A-Z]|^\W*[A-Z]", text))
    for end in _END.finditer(text):
        piece = text[start : end.end()]
        if end[0].startswith(".") and _SHORTENED.search(piece.strip()) and not re.search(r"\bI\.$", piece):
            continue
        if cased and not end[0].startswith("\n") and re.match(r"\s+[a-z]", text[end.end() :]):
            continue
        found.append(squeezed(piece))
        start = end.end()
    found.append(squeezed(text[start:]))
    return [f for f in found if re.search(r"\w", f)]


def squeezed(text: str) -> str:
    """The text with single spaces; its quotation marks stay as they are."""
    return re.sub(r"\s+", " ", text).strip()


def count(text: str) -> int:
    """Words as a person counts them: what stands between spaces and has a letter or digit in it."""
    return len(re.findall(r"\S*\w\S*", text))


@cache
def past_forms() -> frozenset[str]:
    """Past forms of every known verb that differ from its base."""
    return frozenset(past(v) for v in _known() if past(v) != v)


@cache
def _known() -> frozenset[str]:
    return frozenset(verbs()) | frozenset(table("revising")["verbs"]["more"])


@cache
def _third_forms() -> frozenset[str]:
    return frozenset(third(v) for v in _known())


def finite(tokens: list[str], i: int) -> str:
    """Whether token `i` looks like a finite verb: "past", "present", "any" (of a helping verb), or "" when it does not."""
    word, before, after = (_bare(tokens, k) for k in (i, i - 1, i + 1))
    if word in {"named", "called"} and i + 1 < len(tokens) and tokens[i + 1][:1].isupper():
        return ""
    if word in AUXILIARIES:
        return "past" if word in _PAST_AUX else "present" if word in _PRESENT_AUX else "any"
    if before in word_set("determiners") | {"of", "to", "with", "in", "for"} or before.endswith("'s") or before in NUMBERS:
        return ""
    if word in past_forms() or (len(word) > 4 and word.endswith("ed") and not word.endswith("eed")):
        return "" if before in _HELPING or after == "by" else "past"
    return _present(word, _bare(tokens, i - 2) if before in _BETWEEN else before, i)


def _bare(tokens: list[str], i: int) -> str:
    return tokens[i].lower().strip(",.;:!?\"'”“") if 0 <= i < len(tokens) else ""


def _present(word: str, before: str, i: int) -> str:
    """What `finite` says of a word that has no past form."""
    if word in _third_forms() and word not in {"times", "others"}:
        free = before in SUBJECTS or before in word_set("alone") or (i > 0 and not is_plural(before))
        return "present" if free and before not in {"and", "or", "a", "his", "her", "two"} else ""
    if word in _known() and (before in {"i", "you", "we", "they", "who", "people"} or (i and is_plural(before))):
        return "present" if past(word) != word else "any"
    return ""


def has_verb(text: str) -> bool:
    """Whether a finite verb is to be seen anywhere in the text."""
    tokens = text.split()
    return any(finite(tokens, i) for i in range(len(tokens)))


def tense_of(text: str, usual: Tense = "past") -> Tense:
    """The tense that most finite verbs outside quotation marks have; `usual` when neither outweighs the other."""
    spoken = re.sub(r"[\"“][^\"”]*[\"”]", " ", text)
    score = 0
    for said in sentences(spoken):
        tokens = said.split()
        forms = [finite(tokens, i) for i in range(len(tokens))]
        score += forms.count("past") - forms.count("present")
    if not score and re.search(r"\b(?:can|will|should|may|must|is|are|let us)\b", spoken):
        return "present"
    return "past" if score > 0 else "present" if score < 0 else usual


def names_in(text: str) -> list[str]:
    """Proper names in a text in order of appearance: capitals that the beginning of a sentence does not explain."""
    found: dict[str, None] = {}
    low = set(re.findall(r"\b[a-z][\w'-]+", text))
    for said in sentences(text):
        bare = re.sub(r"^[\"'“‘(\[]+", "", said)
        for match in re.finditer(r"(?<![\w'’-])[A-Z][\w-]*\b", bare):
            word = match[0]
            opening = match.start() == 0 or re.search(r"[.!?:\"“‘]\s*[\"“‘]?$", bare[: match.start()])
            if word in word_set("not_names") | {"I", "Mr", "Mrs", "Ms", "Dr", "St", "Prof"} or (
                opening and not _named_first(word, bare, low)
            ):
                continue
            found[word] = None
    return list(found)


def _named_first(word: str, said: str, low: set[str]) -> bool:
    """Whether a capital at the beginning is a name: no word that we know, with a verb or another name after it."""
    plain = word.lower()
    if plain in low or plain in _known() or plain in SUBJECTS or plain in past_forms() or plain in common():
        return False
    if known_agent(plain) or is_plural(plain) or len(word) < 3 or re.search(r"(?:ing|ly|ed)$", plain):
        return False
    after = said[len(word) :].split()
    return bool(after) and (bool(finite([word, *after], 1)) or after[0][:1].isupper() or said[len(word) :].startswith("'s"))


@cache
def common() -> frozenset[str]:
    """Words that begin sentences without being names: the closed classes and the nouns that the writer knows."""
    lists = [*table("words")["nouns"].values(), table("revising")["verbs"]["openers"], table("words")["places"].keys()]
    closed = word_set("determiners") | word_set("prepositions") | word_set("small") | word_set("hours")
    return closed | frozenset(w for words in lists for w in words) | frozenset(NUMBERS)


def content(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, without endings, for comparing what sentences speak of."""
    words = re.findall(r"[a-z][a-z'-]{2,}", text.lower())
    return frozenset(re.sub(r"(?:'s|s|es|ed|ing)$", "", w) for w in words if w not in _hollow())


@cache
def _hollow() -> frozenset[str]:
    closed = frozenset(table("revising")["closed"]["hollow"])
    return AUXILIARIES | SUBJECTS | closed | word_set("determiners") | word_set("prepositions")


@dataclass(frozen=True)
class Subject:
    """Somebody as a sentence speaks of them. `person` is I, you, one or many; `forms` are she, her, her, hers."""

    words: str
    person: Literal["I", "you", "one", "many"] = "one"
    forms: tuple[str, str, str, str] = PRONOUNS["they"]
    handless: bool = False
    group: bool = False
    """Whether more than one is meant, however the verb agrees."""


def told(line: str, tense: Tense, subject: Subject | None = None, slots: Mapping[str, str] | None = None) -> str:
    """A line of our data in words.

    <past|present> gives the form of that tense; <base> a verb inflected for the subject; {a} is the subject, {they} {them}
    {their} its pronouns, and other slots come from `slots`. Raises KeyError when a slot has no words.
    """
    who = subject or Subject("somebody")
    known = {"a": who.words, "they": who.forms[0], "them": who.forms[1], "their": who.forms[2], **(slots or {})}

    def verb(found: re.Match[str]) -> str:
        if found[2] is None:
            return inflected(found[1], tense, who)
        return found[1] if tense == "past" else found[2]

    def put(found: re.Match[str]) -> str:
        words = known[found[1]] if found[1] in known else known[found[1].lower()]
        return words[:1].upper() + words[1:] if found[1][0].isupper() else words

    text = _SLOT.sub(put, _MARKED.sub(verb, line))
    return sentence(squeeze(text))


def inflected(base: str, tense: Tense, who: Subject) -> str:
    """The form of a verb that agrees with somebody: of "be", am after I, are after they."""
    if base == "be":
        if tense == "past":
            return "was" if who.person in {"I", "one"} else "were"
        return {"I": "am", "one": "is"}.get(who.person, "are")
    if tense == "past":
        return str(table("revising")["irregular"].get(base, past(base)))
    return third(base) if who.person == "one" else base


def slots_in(line: str) -> frozenset[str]:
    """The names of a line's slots, in small letters."""
    return frozenset(name.lower() for name in _SLOT.findall(line))


def marked(line: str) -> tuple[frozenset[str], str]:
    """The marks before a line, such as "(hands)", and the line without them."""
    marks = re.match(r"^(?:\((\w+)\)\s*)*", line)
    assert marks is not None
    return frozenset(re.findall(r"\((\w+)\)", marks[0])), line[marks.end() :]


def with_articles(text: str) -> str:
    """The text with "a" and "an" put right before words that were changed."""
    return re.sub(r"\b([Aa])n? (?=([A-Za-z][\w'-]*))", lambda m: m[1] + article(m[2]).split(" ", 1)[0][1:] + " ", text)


def joined_text(parts: Iterable[str]) -> str:
    """Sentences as one narration; one without a stop gets one when another follows."""
    made = ""
    for part in (p.strip() for p in parts):
        open_end = bool(made) and not _STOPPED.search(made) and not part[:1].islower()
        made = f"{made.rstrip(',;:-–—') + '.' if open_end else made} {part}".strip()
    return made
