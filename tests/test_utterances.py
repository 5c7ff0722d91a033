"""The developed utterance sets, said about a copy of the film through the real tools; sealed sets are judged by the bench."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from bench.filmpaths import facts_of, holds, matches
from bench.utterances import FOLDER, judge
from memory.film import Film

SAMPLE = 6
"""Every so manieth utterance is said here; the bench says all of them."""


@pytest.fixture(scope="module")
def film() -> Film:
    return Film.model_validate(json.loads((FOLDER / "film.json").read_text(encoding="utf-8")))


def lines(name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["say"]
    return found


@pytest.mark.parametrize("said", lines("developed")[::SAMPLE], ids=lambda said: str(said["text"]))
def test_what_is_said_changes_just_that(said: dict[str, object], film: Film, tmp_path: Path) -> None:
    outcome = judge(said, film, tmp_path / "film")
    assert outcome.verdict == "right", f"{outcome.why}; {outcome.called}"


def test_the_developed_set_is_large_and_of_all_kinds() -> None:
    kinds = {str(said["kind"]) for said in lines("developed")}
    assert len(lines("developed")) >= 120
    assert {
        "look",
        "camera",
        "music",
        "sounds",
        "voice",
        "narration",
        "arrange",
        "several",
        "missing",
        "unclear",
        "talk",
    } <= kinds


def test_the_judge_sees_a_wrong_edit(film: Film, tmp_path: Path) -> None:
    said = {"text": "make scene 3 darker", "kind": "look", "expect": ["scenes.s3.look.brightness up"], "outcome": "edit"}
    assert judge(said, film, tmp_path / "film").verdict == "wrong edit"
    elsewhere = {**said, "expect": ["scenes.s2.look.brightness down"]}
    assert judge(elsewhere, film, tmp_path / "other").verdict == "wrong edit"


def test_paths_and_predicates(film: Film) -> None:
    before = facts_of(film)
    assert matches("scenes.*.look", "scenes.s3.look.brightness") and not matches("scenes.s3.look.warmth", "scenes.s3.look")
    assert holds("scenes.s3.sounds.thunder", "gone", before, facts_of(film.model_copy(update={"scenes": film.scenes[:2]})))
    assert holds("scenes.order", "= s1 s2 s3 s4 s5 s6", before, before)
