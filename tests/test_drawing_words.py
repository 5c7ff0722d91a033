"""Who draws, said in words: engines and models by name, a composition to keep, a part to paint anew, a wider canvas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agent.director.reading import read
from agent.director.sheet import Sheet
from memory.errors import FilmError
from memory.project import Project
from tests.at_easel import small
from tools.callsheet import call_sheet
from tools.vocabulary import TOOLS, Desk

PAPER, MODEL = (Sheet(small(stills=name).model_dump(mode="json")) for name in ("papercut", "diffusers"))


@pytest.mark.parametrize(
    ("said", "tool", "args"),
    [
        (
            "draw scene 3 again with the diffusion model, keep the composition",
            "draw", {"scenes": "3", "engine": "diffusers", "keep": "composition"},
        ),
        ("draw all scenes with openai", "draw", {"scenes": "all", "engine": "openai"}),
        ("draw scene 1 with diffusers:sdxl-turbo", "draw", {"scenes": "1", "engine": "diffusers:sdxl-turbo"}),
        ("draw scene 2 with papercut", "draw", {"scenes": "2", "engine": "papercut"}),
        ("animate scene 2 with the video model", "draw", {"scenes": "2", "engine": "diffusers", "role": "clips"}),
        ("make the boat red in scene 2 with diffusers", "retouch",
         {"scenes": "2", "target": "boat", "becomes": "red boat", "engine": "diffusers"}),
        ("expand the canvas to 21:9", "draw", {"canvas": "21:9"}),
        ("give the pictures depth", "guide", {"scenes": "all", "depth": "depth"}),
        ("use no depth in scene 2", "guide", {"scenes": "2", "depth": "none"}),
        ("draw scene 2 in the style of sketch.png", "guide", {"scenes": "2", "reference": "sketch.png"}),
        ("use lent/ada.jpg as a reference", "guide", {"scenes": "all", "reference": "lent/ada.jpg"}),
        ("repaint mask.png as a red lamp in scene 1", "retouch",
         {"scenes": "1", "target": "mask.png", "becomes": "a red lamp"}),
        ("another variation of scene 2", "draw", {"scenes": "2", "again": True}),
    ],
)  # fmt: skip
def test_what_is_said_is_heard(said: str, tool: str, args: dict[str, Any]) -> None:
    """In a film of paper as in a film of models."""
    for sheet in (PAPER, MODEL):
        calls = read(said, sheet).calls
        assert [(call.tool, dict(call.args)) for call in calls] == [(tool, args)]


def test_a_colour_is_a_retouch_where_a_model_draws() -> None:
    """The lamp is named in scene 1 alone; what no scene names is asked about; a paper film is as it was."""
    heard = read("make the lamp red", MODEL)
    assert [(call.tool, dict(call.args)) for call in heard.calls] == [
        ("retouch", {"scenes": "1", "target": "lamp", "becomes": "red lamp"})
    ]
    asked = read("make the giraffe red", MODEL).question
    assert asked and "which scene" in asked.text
    assert not any(call.tool in ("draw", "retouch") for call in read("make the lamp red", PAPER).calls)
    assert [call.tool for call in read("make scene 3 darker", MODEL).calls] == ["look"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The small film, drawn in paper."""
    Project.create(tmp_path / "film", small(), "drafted")
    return Desk(tmp_path / "film")


class TestTools:
    def test_one_scene_is_drawn_by_a_model_over_its_composition(self, desk: Desk) -> None:
        """The engine and what is kept are scene 3's alone."""
        done = TOOLS["draw"](desk, scenes="3", engine="diffusers:sd15", keep="composition")
        film = desk.project.film
        assert done.changed == ("s3",) and "by diffusers:sd15" in done.said
        assert film.scenes[2].engines == {"stills": "diffusers:sd15"} and film.engines.stills == "papercut"
        assert film.scenes[2].drawing and film.scenes[2].drawing.change == 0.5
        assert "diffusers:sd15" in {job.engine for job in call_sheet(film)}
        TOOLS["draw"](desk, scenes="all", engine="papercut")
        assert not desk.project.film.scenes[2].engines

    def test_a_part_is_painted_anew_and_let_be_again(self, desk: Desk) -> None:
        """By whoever is named; paper alone cannot."""
        with pytest.raises(FilmError, match="cannot paint one part anew"):
            TOOLS["retouch"](desk, scenes="2", target="boat", becomes="a red boat")
        TOOLS["retouch"](desk, scenes="2", target="boat", becomes="a red boat", engine="diffusers")
        retouches = desk.project.film.scenes[1].shots[0].retouches
        assert [(r.target, r.prompt, r.engine) for r in retouches] == [("boat", "a red boat", "diffusers")]
        TOOLS["retouch"](desk, scenes="2", clear=True)
        assert not desk.project.film.scenes[1].shots[0].retouches

    def test_a_wider_canvas_keeps_what_models_drew(self, desk: Desk) -> None:
        """Models paint round their pictures; paper is told the shape instead."""
        with pytest.raises(FilmError, match="draws any shape anew"):
            TOOLS["draw"](desk, canvas="21:9")
        TOOLS["draw"](desk, engine="diffusers")
        TOOLS["draw"](desk, canvas="21:9")
        film = desk.project.film
        assert (film.aspect, film.drawn_at) == ("21:9", (160, 90))

    def test_what_cannot_be_meant_changes_nothing(self, desk: Desk) -> None:
        """Unknown engines, models and roles are sentences."""
        for args, told in (
            ({"engine": "crayons"}, "no stills engine called 'crayons'"),
            ({"engine": "diffusers:svd"}, "makes clips and not stills"),
            ({"engine": "diffusers", "role": "cooking"}, "stills, clips, music and sounds"),
            ({}, "Say which engine"),
            ({"keep": "calm"}, "Say what to keep"),
        ):
            with pytest.raises(FilmError, match=told):
                TOOLS["draw"](desk, **args)  # type: ignore[arg-type]
        assert desk.project.film.version == 1
