"""How the built-in director hears that a film shall leave the studio at a size, for a platform, for an editor."""

from __future__ import annotations

from typing import Any

import pytest

from agent.director import Sheet, read
from agent.prompts import film_sheet
from tests.at_desk import six_scenes


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    """The film of six scenes."""
    return Sheet.read(film_sheet(six_scenes()))


MP4 = {"to": "mp4"}
SAID: list[tuple[str, list[tuple[str, dict[str, Any]]]]] = [
    (
        "finish it in 4K at 120 frames, and make me a Short as well",
        [("export", {**MP4, "size": "4k", "fps": 120}), ("export", {**MP4, "preset": "shorts"})],
    ),
    ("export it in 4k, 60 fps, please", [("export", {**MP4, "size": "4k", "fps": 60})]),
    ("can you make a TikTok version too?", [("export", {**MP4, "preset": "tiktok"})]),
    ("I need a square copy of the film", [("export", {**MP4, "aspect": "1:1"})]),
    ("export the film in 9:16 to ~/Desktop/out", [("export", {**MP4, "aspect": "9:16", "folder": "~/Desktop/out"})]),
    ("give me a ProRes master", [("export", {**MP4, "codec": "prores"})]),
    ("export a timeline for Premiere", [("export", {"to": "fcpxml"})]),
    ("save it as an edl", [("export", {"to": "edl"})]),
    ("make me a poster", [("export", {"to": "poster"})]),
    ("prepare the broadcast version", [("export", {**MP4, "preset": "broadcast"})]),
    ("make a publish package for youtube", [("export", {"to": "publish", "preset": "youtube"})]),
    ("upload it to YouTube", [("publish", {"where": "youtube", "privacy": "private"})]),
    ("publish it on youtube as unlisted", [("publish", {"where": "youtube", "privacy": "unlisted"})]),
    ("post it on TikTok", [("export", {"to": "publish", "preset": "tiktok"})]),
    (
        "make scene 3 darker and finish it in 4k",
        [("look", {"scenes": "3", "brightness": -0.2}), ("export", {**MP4, "size": "4k"})],
    ),
]


@pytest.mark.parametrize(("said", "calls"), SAID, ids=[said for said, _ in SAID])
def test_the_director_hears_how_the_film_shall_leave(sheet: Sheet, said: str, calls: list[tuple[str, dict[str, Any]]]) -> None:
    """Size, rate, shape, codec, platform and program, beside other orders."""
    assert [(call.tool, dict(call.args)) for call in read(said, sheet).calls] == calls


@pytest.mark.parametrize(
    "said",
    ["make scene 3 short", "make it a short film", "don't export it in 4k", "add a poster to the wall in scene 2",
     "make it vertical", "set the frame rate to 24", "make the film shorter", "what is 4k?", "add a short scene about a fox",
     "add a television to scene 2", "is this good enough for youtube?"],
)  # fmt: skip
def test_what_is_said_of_the_film_is_no_export(sheet: Sheet, said: str) -> None:
    """Short scenes, posters on walls and the film's own shape are for the other rules."""
    assert not {call.tool for call in read(said, sheet).calls} & {"export", "publish"}
