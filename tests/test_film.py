"""The film document: what is read, what is kept, and how plainly a mistake in it is named."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory import schema
from memory.canonical import canonical, digest, file_digest
from memory.errors import DocumentError
from memory.film import SCHEMA, Film, Look, Scene
from memory.schema import dump_film, load_film
from tests.film_strategies import EXTRA, WORDS, documents, films

DESIGN = """
{ "version": 7, "title": "The Lighthouse", "logline": "A keeper and a robot.", "language": "en",
  "aspect": "16:9", "width": 1280, "height": 720, "fps": 30,
  "style": {"name": "papercut", "palette": ["#102030", "#f0e0d0"], "prompt": "paper"},
  "cast": [{"id": "c1", "name": "Mara", "description": "keeper", "fictional": true}],
  "narrator": {"voice": "heart", "pace": 1.0, "tone": "warm"},
  "music": {"mood": "calm", "tempo": 90, "level_db": -18},
  "captions": {"burn_in": false},
  "scenes": [
    { "id": "s1", "title": "Dusk", "description": "A lighthouse.", "mood": "calm", "narration": "The lamp is lit.",
      "look": {"brightness": 0, "contrast": 0, "saturation": 0, "warmth": 0, "grain": 0},
      "sounds": [{"kind": "rain", "level_db": -24}],
      "transition": {"kind": "cut", "seconds": 0},
      "shots": [ { "id": "s1a", "framing": "wide", "prompt": "lighthouse", "seed": 7,
                   "camera": {"move": "push_in", "amount": 0.3},
                   "strokes": [{"target": "clouds", "horizontal": -0.4, "vertical": 0, "proximity": 0, "ambient": 0.1}] } ] } ]
}
"""


def film_with(**fields: Any) -> str:
    """A small film's JSON with some fields of the document replaced."""
    return json.dumps({"title": "T", "scenes": [{"id": "s1"}], **fields})


def test_the_film_of_the_design_page_opens_although_it_has_no_schema_number() -> None:
    """A document as the design shows it (schema 0) is read and lifted to today's schema."""
    film = load_film(DESIGN)
    assert (film.schema_version, film.version, film.scenes[0].shots[0].strokes[0].horizontal) == (SCHEMA, 7, -0.4)


def test_a_scene_without_shots_gets_one_that_shows_its_description() -> None:
    """The shortest film by hand is one scene with an id, even the longest id there may be."""
    film = load_film('{"scenes": [{"id": "%s", "description": "a red door"}]}' % ("s" * 64))
    assert [shot.prompt for shot in film.scenes[0].shots] == ["a red door"]


@settings(max_examples=40, deadline=None)
@given(documents())
def test_any_film_comes_back_from_its_json_as_it_was(document: dict[str, Any]) -> None:
    """Writing and reading a film changes nothing, fields that nobody knows included; writing twice gives the same bytes."""
    film = Film.model_validate(document)
    text = dump_film(film)
    again = load_film(text)
    assert again == film
    assert dump_film(again) == text
    unknown = {key: value for key, value in document.items() if key.startswith("x_")}
    assert {key: json.loads(text)[key] for key in unknown} == unknown


@settings(max_examples=40, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_the_name_of_a_film_does_not_hang_on_the_order_of_its_fields(document: dict[str, Any], chance: random.Random) -> None:
    """Canonical JSON, and with it every key, is the same however the fields were ordered."""

    def shuffled(value: Any) -> Any:
        if isinstance(value, list):
            return [shuffled(item) for item in value]
        if not isinstance(value, dict):
            return value
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key]) for key in keys}

    assert canonical(shuffled(document)) == canonical(document)
    assert digest(load_film(json.dumps(shuffled(document)))) == digest(Film.model_validate(document))


def test_a_whole_number_is_the_same_number_with_and_without_its_point() -> None:
    """1 and 1.0 name the same take, 1 and True and "1" do not, and minus zero is zero."""
    assert canonical({"b": 1.0, "a": -0.0}) == '{"a":0,"b":1}' == canonical({"a": 0, "b": 1})
    assert len({canonical(value) for value in (1, True, "1", [1], None, 1.5)}) == 6
    assert canonical(Look(brightness=1)) == canonical({**Look().model_dump(), "brightness": 1.0})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": {1, 2}}, [b"x"], {1: "a"}, object()])
def test_what_has_no_stable_spelling_gets_no_name(value: object) -> None:
    """NaN, sets, bytes and the like raise instead of giving a key that differs from run to run."""
    with pytest.raises((ValueError, TypeError)):
        canonical(value)


@given(
    st.recursive(WORDS | st.integers() | st.floats(allow_nan=False, allow_infinity=False), lambda part: st.lists(part) | EXTRA)
)
@settings(max_examples=40, deadline=None)
def test_canonical_json_is_json_and_stays_itself(value: Any) -> None:
    """The canonical text can be read by any JSON reader, means the same, and is its own canonical text."""
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


def test_file_digest_is_the_sha256_of_the_content(tmp_path: Any) -> None:
    """A file's digest is the published value for its content."""
    (tmp_path / "abc").write_bytes(b"abc")
    assert file_digest(str(tmp_path / "abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


LOOK = {"id": "s1", "look": {"brightness": 7}}
BAD = {
    "nothing": ("", "not JSON: line 1, column 1"),
    "torn": ('{"scenes": [', "not JSON: line 1"),
    "a list": ("[]", "holds no film"),
    "no scenes": ('{"title": "x"}', "scenes is missing"),
    "empty scenes": (film_with(scenes=[]), "scenes"),
    "too bright": (film_with(scenes=[LOOK]), 'scenes[0].look.brightness (scene 1, "s1") is 7; it should be less than'),
    "bad id": (film_with(scenes=[{"id": "a b"}]), "letters, digits"),
    "path as id": (film_with(scenes=[{"id": "../x"}]), "letters, digits"),
    "bad colour": (film_with(style={"palette": ["red"]}), "a colour such as #"),
    "bad move": (film_with(scenes=[{"id": "s1", "shots": [{"id": "a", "camera": {"move": "fly"}}]}]), "'push_in'"),
    "same id twice": (film_with(scenes=[{"id": "s1"}, {"id": "s1"}]), "scene ids must be unique; used twice: s1"),
    "scene is a word": (film_with(scenes=["night"]), "scenes[0] (scene 1)"),
    "odd width": (film_with(width=641), "width is 641"),
    "version zero": (film_with(version=0), "version is 0"),
    "key twice": ('{"title": "a", "title": "b", "scenes": [{"id": "s1"}]}', '"title" is there twice'),
    "nan": ('{"seed": NaN, "scenes": [{"id": "s1"}]}', "NaN is not a number"),
    "infinite": ('{"seconds": 1e999, "scenes": [{"id": "s1"}]}', "too large"),
    "endless number": ('{"seed": %s, "scenes": [{"id": "s1"}]}' % ("9" * 5000), "too long"),
    "half a character": (r'{"title": "\ud800", "scenes": [{"id": "s1"}]}', "half a character"),
    "half a key": (r'{"\ud800": 1, "scenes": [{"id": "s1"}]}', "half a character"),
    "deep": (film_with(x=json.loads("[" * 70 + "]" * 70)), "levels deep"),
    "very deep": ("[" * 200_000, "levels deep"),
    "huge": ('{"x": "%s"}' % ("a" * schema.LARGEST), "larger than 20 MB"),
    "later": (film_with(schema_version=7), "made by a later Onereel (schema 7); this one reads up to 1"),
    "schema in words": (film_with(schema_version="new"), "schema_version"),
    "schema true": (film_with(schema_version=True), "schema_version"),
    "too many scenes": (film_with(scenes=[{"id": f"s{i}"} for i in range(401)]), "at most 400"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_mistake_in_the_document_is_named_in_a_sentence(case: str) -> None:
    """Every broken document says what file, which field and what is allowed, in one readable sentence."""
    text, words = BAD[case]
    with pytest.raises(DocumentError) as caught:
        load_film(text, "film.json")
    sentence = str(caught.value)
    assert words in sentence
    assert sentence.startswith("film.json")
    assert len(sentence) < 600 and "\n" not in sentence and "pydantic" not in sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_film_saved_by_an_editor_with_a_byte_order_mark_opens(encoding: str) -> None:
    """UTF-8 is read with and without the mark that some editors put in front."""
    assert load_film(film_with(title="灯塔 🌊").encode(encoding)).title == "灯塔 🌊"


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_other_encodings_are_named_as_such(encoding: str) -> None:
    """A document in UTF-16 or Latin-1 says that UTF-8 is wanted."""
    text = '{"title": "Mäder", "scenes": [{"id": "s1"}]}'
    with pytest.raises(DocumentError, match="not UTF-8"):
        load_film(text.encode(encoding))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=60)
    | st.text(max_size=60).map(lambda text: f'{{"scenes": [{{"id": "s1", {text}}}]}}'.encode(errors="replace"))
)
def test_rubbish_gives_a_film_or_a_sentence_and_never_anything_else(content: bytes) -> None:
    """Whatever the bytes are, reading them ends in a film or a DocumentError."""
    try:
        assert isinstance(load_film(content), Film)
    except DocumentError as error:
        assert str(error).endswith((".", ".)"))


@settings(max_examples=80, deadline=None)
@given(films(2), st.data())
def test_one_changed_byte_gives_a_film_or_a_sentence(film: Film, data: st.DataObject) -> None:
    """A flipped byte anywhere in film.json never ends in a crash."""
    content = bytearray(dump_film(film).encode())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        load_film(bytes(content))
    except DocumentError as error:
        assert str(error).startswith("film.json")


def test_older_schemas_walk_the_whole_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document two schemas old takes both steps, in order."""
    monkeypatch.setattr(schema, "SCHEMA", 2)
    monkeypatch.setitem(schema.LIFTS, 1, lambda old: {**old, "schema_version": 2, "steps": [old["schema_version"]]})
    assert schema.lift({"title": "x"}) == {"title": "x", "schema_version": 2, "steps": [1]}


def test_every_schema_before_ours_has_a_step_to_the_next() -> None:
    """The migration chain has no gap."""
    assert sorted(schema.LIFTS) == list(range(SCHEMA))


def test_a_film_that_could_not_be_read_back_is_not_written() -> None:
    """A field with something JSON cannot hold is refused before anything is on the disk."""
    for value in (float("nan"), "\ud800", {"a": object()}):
        with pytest.raises(DocumentError, match="on disk is unchanged"):
            dump_film(Film.model_construct(scenes=(Scene(id="s1"),), odd=value))


def test_the_biggest_film_is_checked_quickly_enough_to_be_edited() -> None:
    """400 scenes of 12 shots pass the check of unique ids; one id used twice among 4,800 is still found."""
    scenes = [{"id": f"s{i}", "shots": [{"id": f"s{i}-{j}"} for j in range(12)]} for i in range(400)]
    assert len(Film.model_validate({"scenes": scenes}).scenes) == 400
    scenes[399]["shots"][11]["id"] = "s0-0"  # type: ignore[index]
    with pytest.raises(DocumentError, match="s0-0"):
        load_film(json.dumps({"scenes": scenes}))
