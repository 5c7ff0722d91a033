"""A whole conversation, headless: from a premise in an empty folder to a film, ten edits, and a file that plays."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from memory.film import Film
from memory.project import Project
from tests.at_hand import by_hand
from tests.small_studio import KEY
from tests.tales import TALE
from tests.wire import Reply, Wire, call, serving
from tools.callsheet import CREDITS_SECONDS, TITLE_SECONDS
from tools.ffmpeg import probe
from ui import cli

Say = Callable[[str], dict[str, Any]]
PREMISE = "An old keeper teaches a gull to read."
WISHES = "30 seconds, 3 scenes, calm"
TINY = {"width": 160, "height": 90, "fps": 10}
"""What somebody with an editor makes of the drafted film, so that it is quick to paint."""


class Edit(NamedTuple):
    """What is said, what a big model calls for it, and what must be true of the film before and after."""

    words: str
    tool: str
    args: dict[str, Any]
    holds: Callable[[Film, Film], bool]


def _spoken(film: Film, place: int) -> int:
    return len(film.scenes[place].narration.split())


EDITS = (
    Edit("make scene 2 darker", "look", {"scenes": 2, "brightness": -0.2},
         lambda old, new: new.scenes[1].look.brightness < old.scenes[1].look.brightness),
    Edit('call scene 3 "The Harbour"', "set_scene", {"scenes": "3", "title": "The Harbour"},
         lambda old, new: new.scenes[2].title == "The Harbour" and new.scenes[2].id == old.scenes[2].id),
    Edit("swap scenes 1 and 2", "arrange", {"action": "swap", "scenes": [1, 2]},
         lambda old, new: [s.id for s in new.scenes] == [old.scenes[n].id for n in (1, 0, 2)]),
    Edit("add rain to scene 1", "sounds", {"scenes": "1", "add": "rain"},
         lambda old, new: "rain" in [sound.kind for sound in new.scenes[0].sounds]),
    Edit("let the narrator speak slower", "voice", {"pace_by": -0.1},
         lambda old, new: new.narrator.pace < old.narrator.pace),
    Edit("make the music 12 bpm faster", "music", {"tempo_by": 12},
         lambda old, new: new.music.tempo == old.music.tempo + 12),
    Edit("pan right in scene 3", "camera", {"scenes": "3", "move": "pan_right"},
         lambda old, new: {shot.camera.move for shot in new.scenes[2].shots} == {"pan_right"}),
    Edit("shorten the narration of scene 2", "narration", {"scenes": "2", "how": "shorter"},
         lambda old, new: 0 < _spoken(new, 1) < _spoken(old, 1)),
    Edit("crossfade after scene 1", "transition", {"scenes": "1", "kind": "crossfade"},
         lambda old, new: new.scenes[0].transition.kind == "crossfade"),
    Edit("burn the captions in", "film", {"captions": "burned"},
         lambda old, new: new.captions.burn_in and not old.captions.burn_in),
)  # fmt: skip


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """`onereel say film WORDS --json`, through the command's real entry; it must end well."""

    def run(words: str) -> dict[str, Any]:
        monkeypatch.setattr(sys, "argv", ["onereel", "say", str(tmp_path / "film"), words, "--json"])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        heard = capsys.readouterr()
        assert ended.value.code == 0, heard.err
        turn: dict[str, Any] = json.loads(heard.out)
        return turn

    return run


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """A server on this machine that speaks as OpenAI's does; the settings name it."""
    with serving() as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("ONEREEL_MODEL", "big")
        yield running


def _film(root: Path) -> Film:
    return Project.open(root).film


def _edited(say: Say, root: Path) -> None:
    """Every edit changes what was asked for, as one version of its own."""
    for edit in EDITS:
        before = _film(root)
        turn = say(edit.words)
        after = _film(root)
        assert [done["tool"] for done in turn["calls"]] == [edit.tool], edit.words
        assert edit.holds(before, after), edit.words
        assert (turn["version"], after.version) == (before.version + 1,) * 2, edit.words
        assert "Changed: " in turn["reply"] and "A render would now make" in turn["reply"]


def _plays(turn: dict[str, Any], film: Film) -> None:
    """The exported file holds picture, sound and captions, as long as its scenes and cards are."""
    path = Path(turn["results"][-1]["data"]["path"])
    seen = probe(path)
    assert path.suffix == ".mp4"
    assert (seen.width, seen.height, seen.fps) == (160, 90, Fraction(10))
    assert (seen.video_codec, seen.audio_codec, seen.channels, seen.subtitles) == ("h264", "aac", 2, 1)
    assert seen.frames == pytest.approx(seen.seconds * 10, abs=2)
    least = TITLE_SECONDS + CREDITS_SECONDS + 2 * len(film.scenes)
    assert least < seen.seconds < 60


def _from_premise_to_file(say: Say, root: Path) -> dict[str, Any]:
    """The conversation itself, whoever leads it; returns the turn in which the film was drafted."""
    asked = say(PREMISE)
    assert (asked["version"], asked["calls"], (root / "film.json").exists()) == (0, [], False)
    assert "?" in asked["reply"]
    drafted = say(WISHES)
    assert [done["tool"] for done in drafted["calls"]] == ["draft_film"]
    assert (drafted["version"], len(_film(root).scenes), _film(root).seconds) == (1, 3, 30)
    assert not list((root / "takes").glob("*/*")), "nothing is painted before it is asked for"
    by_hand(Project.open(root), **TINY)
    _edited(say, root)
    assert "The film is ready" in say("render the film")["reply"]
    exported = say("export the film as mp4")
    _plays(exported, _film(root))
    assert [line.version for line in Project.open(root).history()] == list(range(1, len(EDITS) + 3))
    return drafted


def test_the_built_in_director_leads_from_a_premise_to_a_file(say: Say, tmp_path: Path) -> None:
    """Without a key or a server: it asks, drafts, edits, renders and exports."""
    drafted = _from_premise_to_file(say, tmp_path / "film")
    assert drafted["brain"] == "built-in director"


def test_a_big_model_leads_from_a_premise_to_a_file(say: Say, wire: Wire, tmp_path: Path) -> None:
    """The same over the wire, in streamed tool calls; the story is the model's own."""
    turns = [call("draft_film", premise=PREMISE, scenes=3, seconds=30), Reply(text=json.dumps(TALE)), Reply(text="Here it is.")]
    for edit in EDITS:
        turns += [call(edit.tool, **edit.args), Reply(text="As you said.")]
    turns += [call("render"), Reply(text="It is rendered."), call("export", to="mp4"), Reply(text="It is exported.")]
    wire.will(Reply(text="How long should it be, and for whom?"), *turns)
    drafted = _from_premise_to_file(say, tmp_path / "film")
    assert drafted["brain"].startswith("big at")
    assert len(wire.requests) == 1 + len(turns), "every reply was asked for, and none twice"
    film = _film(tmp_path / "film")
    assert film.title == TALE["title"]
    assert {scene.description for scene in film.scenes} == {scene["description"] for scene in TALE["scenes"]}
