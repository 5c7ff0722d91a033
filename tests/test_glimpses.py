"""Glimpses: a scene's picture in a moment, under its look, from the take that is there or from a small drawing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from memory import edits
from memory.film import Look
from memory.project import Project
from tests.at_backstage import lamp, pretend_made
from tools.engines.cut.glimpse import write_glimpse
from tools.glimpses import Glimpse, developed, glimpses, previews, tidy, wanting
from tools.work import Task, perform
from ui.studio.pictures import Pictures


def light(file: Path) -> float:
    import cv2

    return float(np.mean(cv2.imread(str(file))))


def drawn(project: Project, scene: str) -> tuple[Glimpse, Path]:
    glimpse = glimpses(project.film, project.takes)[scene]
    if job := wanting(glimpse, project.root):
        perform(Task(previews(project.root).root, job))
    path = developed(glimpse, project.root)
    assert path
    return glimpse, path


def test_a_darker_scene_has_a_darker_picture_from_the_same_drawing(tmp_path: Path) -> None:
    project = lamp(tmp_path)
    before, seen = drawn(project, "s3")
    project.save(edits.set_look(project.film, "s3", brightness=-0.5), "darker")
    after = glimpses(project.film, project.takes)["s3"]
    assert after.key != before.key and wanting(after, project.root) is None, "only the look is laid on anew"
    path = developed(after, project.root)
    assert path and light(path) < 0.85 * light(seen)
    others = glimpses(project.film, project.takes)
    assert developed(others["s1"], project.root) is None, "nothing is drawn that nobody asked for"


def test_the_renders_own_still_is_shown_once_it_is_there(tmp_path: Path) -> None:
    project = lamp(tmp_path)
    small = glimpses(project.film, project.takes)["s1"]
    pretend_made(project, ("still",))
    full = glimpses(project.film, project.takes)["s1"]
    assert full.rendered and not small.rendered and full.key != small.key
    assert wanting(full, project.root) is None


def test_a_look_of_nothing_leaves_the_picture_as_it_is(tmp_path: Path) -> None:
    import cv2

    picture = np.random.default_rng(1).integers(40, 200, (36, 64, 3), np.uint8)
    picture = cv2.GaussianBlur(picture, (0, 0), 4)
    cv2.imwrite(str(tmp_path / "still.png"), picture)
    write_glimpse(tmp_path / "still.png", Look(), (64, 36), tmp_path / "same.jpg")
    difference = np.abs(cv2.imread(str(tmp_path / "same.jpg")).astype(int) - picture)
    assert difference.mean() < 3
    write_glimpse(tmp_path / "still.png", Look(saturation=-1), (64, 36), tmp_path / "grey.jpg")
    assert np.ptp(cv2.imread(str(tmp_path / "grey.jpg")).astype(int), axis=2).mean() < 4


def test_old_previews_go_first(tmp_path: Path) -> None:
    project = lamp(tmp_path)
    for scene in ("s1", "s2", "s3"):
        drawn(project, scene)
    count = len(previews(project.root).keys())
    assert tidy(project.root, kept=2) == count - 2 and len(previews(project.root).keys()) == 2


@pytest.mark.parametrize("key", ["0" * 64, "f" * 64])
def test_a_browser_gets_only_pictures_that_a_card_named(tmp_path: Path, key: str) -> None:
    project, pictures = lamp(tmp_path), Pictures()
    known = pictures.of(project.film, project.root)["s1"].key
    assert pictures.file(project.root, key) is None
    assert pictures.file(lamp(tmp_path, "other").root, known) is None, "a key holds for its own film alone"
    pictures.close()
