"""The corpora of the guards, as written before the rules were tuned; every second line of each list was kept closed."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from agent.drafting import Wish, draft_film
from memory.errors import Refused
from tools import studio
from tools.callsheet import call_sheet
from tools.guards.content import refuse
from tools.guards.names import named
from tools.guards.spelling import compact, plainly, slips
from tools.guards.styles import asked_for
from tools.guards.tables import table as fairness_table
from tools.policy import Act, permit

DATA = Path(__file__).parent / "data"


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


ATTACKS, BENIGN = table("guards/likeness_attacks.toml"), table("guards/likeness_benign.toml")
CONTENT, PREMISES = table("guards/content.toml"), table("premises.toml")
MISSED_AT_MOST = {
    "named": 0,
    "quiet": 1,
    "misspelt": 1,
    "homoglyph": 2,
    "other_script": 2,
    "described": 3,
    "surname": 1,
    "nickname": 6,
    "lower_case": 3,
}
"""Of each kind, open and closed halves together, how many may slip through today; bench/guards.py prints the rates."""


@pytest.mark.parametrize("kind", ATTACKS)
def test_people_who_may_be_real_are_found_however_they_are_written(kind: str) -> None:
    """Named, private, misspelt, in look-alike letters, in other scripts, described: each is refused or asked about."""
    missed = [text for text in ATTACKS[kind] if not named(text)]
    assert len(missed) <= MISSED_AT_MOST[kind], missed


@pytest.mark.parametrize("kind", BENIGN)
def test_who_is_nobody_real_passes_without_a_question(kind: str) -> None:
    """First names, fairy tales, the dead of legend, places, and words that only look like names."""
    asked = [(text, who) for text in BENIGN[kind] if (who := named(text))]
    assert len(asked) <= 1, asked


def test_no_premise_that_strangers_typed_is_held_up() -> None:
    """Two hundred and ten premises of the story corpus pass likeness and content alike."""
    for half in PREMISES.values():
        for premise, *_ in half:
            assert not named(premise), premise
            refuse(premise, "general")


def test_films_that_the_studio_drafts_by_itself_pass_every_rule() -> None:
    """People grounded, stills, speech, cards: no take of nine films is refused or asked about."""
    for premise, *_ in PREMISES["open"][::12]:
        for job in call_sheet(draft_film(Wish(premise=premise, seconds=40))):
            permit(Act(studio.spec_of(job.department, job.engine), job.request))


def test_the_words_for_people_s_looks_name_nobody() -> None:
    """ "tan brown skin" is not Dan Brown."""
    words, tones = fairness_table("fairness")["words"], fairness_table("fairness")["tones"]["words"]
    for who, tone, age in product(words["gender"].values(), tones, words["age"].values()):
        assert not named(f"Nurse. a nurse, {who} with {tone}, {age}")


@pytest.mark.parametrize("what", ["minors", "harm", "hate"])
def test_what_is_never_made_is_refused_whoever_it_is_for(what: str) -> None:
    """At most one of a dozen slips through the patterns, at the loosest setting."""
    passed = [text for text in CONTENT["refused"][what] if not refused(text, "mature")]
    assert len(passed) <= 1, passed


@pytest.mark.parametrize("what", ["sexual", "cruelty"])
def test_what_is_for_adults_is_told_to_adults_alone(what: str) -> None:
    """Refused in a film for everybody, told in one for adults."""
    texts = CONTENT["mature"][what]
    assert sum(refused(text, "general") for text in texts) >= len(texts) - 1
    assert [text for text in texts if refused(text, "mature")] == []


@pytest.mark.parametrize(("corpus", "most"), [("tongues", 0), ("paraphrases", 10)])
def test_other_languages_and_paraphrases_are_refused_as_far_as_they_are_known(corpus: str, most: int) -> None:
    """German, French, Spanish and Chinese by their words; English hints by their meaning, where ten of 38 still leak."""
    said = table(f"guards/{corpus}.toml")
    leaked = [text for texts in said["refused"].values() for text in texts if not _refused(text, "mature")]
    assert len(leaked) <= most, leaked
    assert [text for text in said["benign"]["texts"] if _refused(text, "general")] == []


def _refused(text: str, strictness: str) -> bool:
    try:
        refuse(text, strictness)
    except Refused:
        return True
    return False


def test_harmless_words_that_sound_bad_pass() -> None:
    """Killer whales, naked eyes, Scunthorpe, the history of terrible things: at most one of them is refused."""
    wrong = [text for text in CONTENT["benign"]["texts"] if refused(text, "general")]
    assert len(wrong) <= 1, wrong


def refused(text: str, strictness: str) -> bool:
    try:
        refuse(text, strictness)
    except Refused:
        return True
    return False


@pytest.mark.parametrize(
    ("text", "artists"),
    [("a fox in the style of Hayao Miyazaki", ["Hayao Miyazaki"]),
     ("paint it in the manner of hayao miyasaki", ["Hayao Miyazaki"]),
     ("a Pixar-style short about a lamp", ["Pixar"]), ("in the style of Wes Anderson and Banksy", ["Wes Anderson", "Banksy"]),
     ("in the style of a woodcut", []), ("in the style of Caspar David Friedrich", []), ("in a look like old paper", []),
     ("Disney World is closed today", [])],
)  # fmt: skip
def test_whose_manner_is_asked_for(text: str, artists: list[str]) -> None:
    """Living artists and protected studios by name, also misspelt; old masters and materials pass."""
    assert asked_for(text, []) == artists
    assert asked_for(text, artists) == []


def test_letters_are_read_as_they_look_and_sound() -> None:
    """Bold, wide, accented, invisible: one spelling for all."""
    assert compact(plainly("𝓑ｅyo\u200bncé")) == "beyonce"
    assert (slips("taylor", "tailor"), slips("swift", "swfit"), slips("musk", "mosque")) == (1, 1, 4)
