"""The tools of the conversation as a whole: what every one of them promises."""

from __future__ import annotations

import inspect
import re
import time
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.compare import same_film
from memory.errors import FilmError
from memory.project import Project
from tests.at_desk import Seat, six_scenes
from tests.processes import quick_folder
from tools.vocabulary import TOOLS, Desk, Done

ARGUMENTS = {
    "draft_film": "premise scenes seconds mood audience aspect",
    "add_scene": "about after narration",
    "remove_scenes": "scenes",
    "arrange": "action scenes to",
    "set_scene": "scenes title description mood",
    "things": "scenes add remove change into",
    "narration": "scenes how text tone",
    "cast": "action who name description",
    "style": "name palette words",
    "draw": "scenes engine role keep again canvas",
    "retouch": "scenes target becomes engine clear",
    "guide": "scenes reference depth",
    "look": "scenes brightness contrast saturation warmth grain reset absolute",
    "camera": "scenes move amount amount_by framing easing shot",
    "motion": "scenes target horizontal vertical proximity ambient clear",
    "sounds": "scenes add remove level_db by_db at",
    "music": "mood tempo tempo_by level_db by_db",
    "song": "file follows on_beat",
    "voice": "pace pace_by tone voice scenes",
    "pronounce": "word say",
    "lines": "checked marked",
    "voices": "",
    "revoke_voice": "name",
    "transition": "scenes kind seconds pause",
    "film": "title aspect captions seconds fps language",
    "people": "ground women leave strictness use label",
    "audit": "",
    "versions": "action steps version",
    "show": "scenes what",
    "render": "only_plan",
    "enhance": "file out scale fps denoise sharpen interpolate enlarge",
    "verify": "file",
    "export": "to folder preset aspect size fps codec",
    "publish": "where privacy title for_children",
    "remember": "what kind",
    "recall": "about",
}

EDITS: dict[str, dict[str, Any]] = {
    "remove_scenes": {"scenes": "the market"},
    "arrange": {"action": "swap", "scenes": "2 and 5"},
    "set_scene": {"scenes": "3", "title": "The Gale"},
    "things": {"scenes": "3", "add": "an owl"},
    "narration": {"scenes": "3", "how": "replace", "text": "The storm came."},
    "cast": {"action": "rename", "who": "Mara", "name": "Ada"},
    "style": {"palette": ["navy", "gold"]},
    "draw": {"scenes": "3", "engine": "diffusers"},
    "retouch": {"scenes": "3", "target": "boat", "becomes": "a red boat", "engine": "diffusers"},
    "guide": {"scenes": "3", "depth": "depth"},
    "look": {"scenes": "3", "brightness": -0.2},
    "camera": {"scenes": "3", "move": "zoom in"},
    "motion": {"scenes": "3", "target": "clouds", "horizontal": 0.3},
    "sounds": {"scenes": "2", "add": "rain"},
    "song": {"on_beat": "yes"},
    "music": {"tempo_by": 12},
    "voice": {"pace_by": -0.1},
    "pronounce": {"word": "Mara", "say": "mah ra"},
    "lines": {"checked": "yes"},
    "transition": {"scenes": "3", "kind": "crossfade"},
    "film": {"captions": "burned"},
    "people": {"ground": "on"},
    "draft_film": {"premise": "A fox who learns to sail.", "scenes": 3, "seconds": 30},
}
"""One call of every tool that edits."""

REFUSED: dict[str, dict[str, Any]] = {
    "remove_scenes": {"scenes": "9"},
    "arrange": {"action": "merge", "scenes": "1 and 3"},
    "set_scene": {"scenes": "3"},
    "things": {"scenes": "3", "remove": "the kazoo"},
    "narration": {"scenes": "3", "how": "replace"},
    "cast": {"action": "rename", "who": "the dragon", "name": "Ada"},
    "style": {"palette": ["gurgle"]},
    "draw": {"scenes": "3", "engine": "brushes"},
    "retouch": {"scenes": "3", "target": "boat", "becomes": "red"},
    "guide": {"scenes": "3", "depth": "enhance"},
    "look": {"scenes": "3", "brightness": 20},
    "camera": {"scenes": "3", "move": "teleport"},
    "motion": {"scenes": "3", "target": ""},
    "sounds": {"scenes": "3", "add": "kazoo"},
    "music": {"tempo": 900},
    "voice": {"pace": 9},
    "pronounce": {"word": "", "say": "win"},
    "lines": {"marked": "perhaps"},
    "transition": {"scenes": "3", "kind": "explode"},
    "film": {"aspect": "triangular"},
    "people": {"women": 7},
    "versions": {"action": "undo", "steps": 5},
    "show": {"scenes": "9"},
    "draft_film": {"premise": "x" * 5000},
    "add_scene": {"about": ""},
    "remember": {"what": "  "},
    "export": {"preset": "cinema"},
    "publish": {"where": "myspace"},
}


@pytest.fixture
def seat(quick: Path) -> Seat:
    """A film of six scenes."""
    return Seat(quick, six_scenes())


def test_the_vocabulary_is_the_one_that_was_agreed() -> None:
    """Every tool with exactly these arguments, after the desk."""
    assert {name: " ".join(list(inspect.signature(tool).parameters)[1:]) for name, tool in TOOLS.items()} == ARGUMENTS


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_has_a_manual_that_names_each_argument(name: str) -> None:
    """What it does in the first line, then a line "argument: what it means" for each."""
    manual = inspect.cleandoc(TOOLS[name].__doc__ or "")
    assert len(manual.split("\n", 1)[0]) > 20
    for argument in ARGUMENTS[name].split():
        assert re.search(rf"^{argument}: \S", manual, re.M), f"{name}: {argument} is not in the manual"
    assert "desk" not in manual


@pytest.mark.parametrize("name", TOOLS)
def test_arguments_are_plain_values_that_a_model_can_send(name: str) -> None:
    """Words, numbers, truth values, lists of words; closed sets as Literal; a desk in, a Done out."""
    hints = get_type_hints(TOOLS[name])
    assert (next(iter(hints)), hints.pop("desk"), hints.pop("return")) == ("desk", Desk, Done)
    plain = {str, int, float, bool, list[str], type(None)}
    for argument, kind in hints.items():
        parts = set(get_args(kind)) or {kind}
        assert kind in plain or parts <= plain or all(isinstance(word, str) for word in parts), f"{name}: {argument} is {kind}"


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_one_version_with_one_sentence_and_one_undo_takes_it_back(seat: Seat, name: str) -> None:
    """The sentence is the version's line in the history; the version's number is told; undo gives the very film back."""
    before = seat.bytes
    done = seat.call(name, **EDITS[name])
    lines = Project.open(seat.root).history()
    assert (len(lines), done.version, seat.film.version) == (2, 2, 2)
    assert lines[-1].sentence and lines[-1].sentence in done.said
    assert done.said.endswith(".") and done.said[0].isupper() and "\n" not in done.said
    assert done.changed and set(done.changed) <= {scene.id for scene in six_scenes().scenes} | {"film", "s7", "s8", "s9"}
    undone = seat.call("versions", action="undo")
    assert seat.bytes == before
    assert (undone.version, set(undone.changed)) == (1, set(done.changed))
    assert undone.said.startswith(f"Undone: {lines[-1].sentence}")
    assert seat.call("versions", action="redo").version == 2


@pytest.mark.parametrize("name", EDITS)
def test_the_same_call_twice_acts_once_and_says_the_same(seat: Seat, name: str) -> None:
    """A call that is repeated after a crash finds itself done: same words, same scenes, no further version."""
    first = seat.call(name, mark="twice", **EDITS[name])
    after = seat.bytes
    again = seat.call(name, mark="twice", **EDITS[name])
    assert (again.said, again.changed, again.version) == (first.said, first.changed, first.version)
    assert seat.bytes == after
    assert len(Project.open(seat.root).history()) == 2


@pytest.mark.parametrize("name", EDITS)
def test_a_change_that_is_there_already_is_said_so(seat: Seat, name: str) -> None:
    """Asked for again by another call, nothing happens where the film is so already."""
    settled = {"set_scene", "narration", "style", "camera", "motion", "transition", "film"}
    seat.call(name, **EDITS[name])
    if name in settled:
        done = seat.call(name, **EDITS[name])
        assert (done.said, done.changed, done.version) == ("That is how it is already. The film is unchanged.", (), 2)


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_call_leaves_the_film_as_it_was(seat: Seat, name: str) -> None:
    """film.json is the same to the byte, no version is made, and the sentence says what holds."""
    before = seat.bytes
    with pytest.raises(FilmError) as refused:
        seat.call(name, **REFUSED[name])
    assert seat.bytes == before
    assert len(Project.open(seat.root).history()) == 1
    assert re.search(r"The film is unchanged\.|Nothing was (?:made|kept)", str(refused.value)), refused.value


@pytest.mark.parametrize("name", sorted(set(TOOLS) - {"draft_film", "remember", "recall", "voices", "revoke_voice", "enhance"}))
def test_without_a_film_every_tool_says_how_to_begin(quick: Path, name: str) -> None:
    """An empty folder, or none: the tool asks what the film should be about and makes nothing."""
    seat = Seat(quick)
    arguments = EDITS.get(name) or {**REFUSED, "versions": {"action": "undo"}, "add_scene": {"about": "A fox"}}.get(name, {})
    if name == "export":
        arguments = {"to": "mp4"}
    with pytest.raises(FilmError, match=r"^There is no film here yet\. Say what it should be about\.$"):
        seat.call(name, **arguments)
    assert not seat.root.exists()


@pytest.mark.parametrize("said", ["x" * 100_000, "a b c d e f " * 10_000, "3, " * 30_000, "red and " * 15_000], ids=len)
@pytest.mark.parametrize("name", sorted(set(TOOLS) - {"render", "export", "publish", "remember", "recall", "show", "versions"}))
def test_a_flood_of_words_is_answered_at_once(seat: Seat, name: str, said: str) -> None:
    """A hundred thousand signs in any argument are refused (or kept, where a text may be long) within a second."""
    before, hints = seat.bytes, get_type_hints(TOOLS[name])
    unused = {("arrange", "to"), ("narration", "tone")}
    for argument in ARGUMENTS[name].split():
        if (name, argument) in unused:
            continue
        if hints[argument] is str or list[str] in get_args(hints[argument]):
            began = time.monotonic()
            with pytest.raises(FilmError) as refused:
                seat.call(
                    name, **{**EDITS.get(name, {"about": "a dance"} if "about" in ARGUMENTS[name] else {}), argument: said}
                )
            assert len(str(refused.value)) < 600
            assert time.monotonic() - began < 5
    assert seat.bytes == before


WORDS = st.sampled_from(
    [
        "",
        "3",
        "all",
        "the storm",
        "9",
        "last two",
        "s3",
        "zoom in",
        "rain",
        "-1",
        "first",
        "Mara",
        "undo",
        "blue",
        "\x00",
        "🦊",
        "2-4",
    ]
) | st.text("ab é🦊\n\"'-,3", max_size=12)
NUMBERS = st.sampled_from([0, 1, -1, 0.2, -0.2, 5, 12, 60, 1e9, float("nan"), float("inf")])
DRAWN = {"str": WORDS, "float": NUMBERS, "int": st.integers(-3, 300), "bool": st.booleans()}


def _any_of(kind: Any) -> st.SearchStrategy[Any]:
    if kind in (str, float, int, bool):
        return DRAWN[kind.__name__]
    parts = get_args(kind)
    if all(isinstance(part, str) for part in parts):
        return st.sampled_from([*parts, "nonsense"])
    return st.none() | NUMBERS if float in parts else st.lists(WORDS, max_size=3)


TRIED = sorted(set(TOOLS) - {"render", "export", "draft_film", "remember", "recall", "add_scene"})


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_asked_the_film_stays_a_film_or_as_it_was(data: st.DataObject) -> None:
    """Any tool with any arguments: one new version that can be undone to the byte, or a sentence and no change at all."""
    name = data.draw(st.sampled_from(TRIED))
    hints = get_type_hints(TOOLS[name])
    given_words = {argument: data.draw(_any_of(hints[argument])) for argument in ARGUMENTS[name].split()}
    with quick_folder() as folder:
        seat = Seat(folder, six_scenes())
        before = seat.bytes
        try:
            done = seat.call(name, **given_words)
        except FilmError as error:
            assert seat.bytes == before
            assert str(error).strip() and "Traceback" not in str(error)
            return
        if done.version == 1:
            assert seat.bytes == before and not done.changed
        else:
            assert same_film(seat.film, Project.open(seat.root).at(2))
            seat.call("versions", action="undo")
            assert seat.bytes == before
