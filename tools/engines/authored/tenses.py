"""Present-tense sentences of a premise told in the past, when that can be done with confidence."""

from __future__ import annotations

import re

from tools.engines.authored.clauses import base_form
from tools.engines.authored.finite import AUX, PRONOUN_SUBJECTS, is_finite
from tools.engines.authored.words import base_of_past, is_plural, past, sentence, verbs


def past_sentence(text: str) -> str:
    """A present-tense sentence told in the past; empty when it cannot be told with confidence (orders, fragments, "I")."""
    text = text.strip(" .,!?").replace("that may ", "that might ")
    text = re.sub(r"^(?:[Oo]ne day,? )", "One day ", text)
    text, said, quoted = text.partition(": ")
    if said:
        asked = re.match(r"(?:do|does|did|is|are|can|will|why|how|what|where|who)\b", quoted, re.I)
        spoken = past_sentence(text + " it").removesuffix(" it.")
        return f"{spoken}: {quoted}{'?' if asked else '.'}" if spoken else ""
    tokens = text.split()
    if len(tokens) < 3 or re.search(r"\b(?:I|me|you|should|please|I'm)\b", text) or "," in text[-2:]:
        return ""
    found = False
    for i in range(1, len(tokens)):
        word = tokens[i].strip(",")
        comma = tokens[i][len(word) :]
        before = tokens[i - 1].lower()
        if before in {"to", "not", "did", "could", "would"}:
            continue
        if base_of_past(word) and word.lower() not in verbs():
            found = True
            continue
        if is_finite(tokens, i, before in PRONOUN_SUBJECTS or _plural_noun_subject(tokens, i, found)):
            shifted = AUX.get(word.lower()) or past(base_form(word))
            found = found or shifted != word
            tokens[i] = shifted + comma
    return sentence(" ".join(tokens)) + "." if found else ""


def _plural_noun_subject(tokens: list[str], i: int, found: bool) -> bool:
    return not found and is_plural(tokens[i - 1].strip(",").lower()) and tokens[i - 1].lower() not in verbs()
