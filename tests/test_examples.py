"""The films in examples/: they load, they can be made by their one command, they are as long as they say, and can be drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from memory.film import Film
from memory.project import Project
from tools.build import plan
from tools.callsheet import call_sheet
from tools.engines import SoundRequest, StillRequest
from tools.engines.authored.draft import CARDS, speech_seconds
from tools.engines.papercut.reading import read
from tools.timing import LEAD

EXAMPLES = Path(__file__).parents[1] / "examples"
FILMS = sorted(path.parent.name for path in EXAMPLES.glob("*/film.json"))


def film_of(name: str) -> Film:
    return Film.model_validate_json((EXAMPLES / name / "film.json").read_text(encoding="utf-8"))


def seconds_of(film: Film) -> float:
    """As the writer estimates a film's length: speech at its pace, leads, pauses, title and credits."""
    pace = film.narrator.pace
    return CARDS + sum(LEAD + speech_seconds(scene.narration) / pace + scene.pause for scene in film.scenes)


def test_there_are_the_thesis_film_and_three_more() -> None:
    """The README names every folder with its command, and no other."""
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert len(FILMS) >= 4
    assert sorted(set(re.findall(r"onereel render examples/([a-z-]+)", readme))) == FILMS


@pytest.mark.parametrize("name", FILMS)
def test_an_example_is_a_film_whose_call_sheet_is_whole(name: str, tmp_path: Path) -> None:
    """Copied into a folder it opens as a project, and every shot, line and sound is on its call sheet."""
    (tmp_path / "film.json").write_bytes((EXAMPLES / name / "film.json").read_bytes())
    project = Project.open(tmp_path)
    planned = plan(project.film, project.takes)
    roles = [row.job.role for row in planned]
    assert roles.count("still") >= len({h.framing + s.id for s in project.film.scenes for h in s.shots})
    assert roles.count("speech") == len(project.film.scenes)
    assert roles.count("film") == 1


@pytest.mark.parametrize("name", FILMS)
def test_an_example_is_as_long_as_it_claims(name: str) -> None:
    """Its words and pauses fill the seconds it states, within a tenth; words enough to listen to, not to drown in."""
    film = film_of(name)
    assert seconds_of(film) == pytest.approx(film.seconds, rel=0.1)
    assert all(8 <= len(scene.narration.split()) <= 40 for scene in film.scenes)


@pytest.mark.parametrize("name", FILMS)
def test_every_word_of_an_examples_pictures_is_drawn(name: str) -> None:
    """No still of an example leaves a named thing out."""
    left = {
        note
        for job in call_sheet(film_of(name))
        if isinstance(job.request, StillRequest)
        for note in read(job.request).notes
        if "left out" in note
    }
    assert left == set()


@pytest.mark.parametrize("name", FILMS)
def test_every_scene_of_an_example_has_sound_and_words_of_its_own(name: str) -> None:
    """Scenes have ambience, no two say or show the same, and the shots vary."""
    film = film_of(name)
    sounds = [job for job in call_sheet(film) if isinstance(job.request, SoundRequest)]
    assert len(sounds) >= 3
    assert all(scene.sounds for scene in film.scenes)
    assert (
        len({scene.narration for scene in film.scenes}) == len({scene.description for scene in film.scenes}) == len(film.scenes)
    )
    assert len({shot.camera.move for scene in film.scenes for shot in scene.shots}) >= 5
