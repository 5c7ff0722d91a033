"""The queue of renders: one at a time, each with its place, each to be stopped; whoever asks again gets the one that runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from memory.errors import FilmError
from memory.film import Film
from tests.at_backstage import lamp
from tests.conftest import SMALL
from tools.build import Rendered, Step
from tools.callsheet import call_sheet
from tools.exporting import Wish
from tools.settings import Settings
from ui.studio.rendering import working_html
from ui.studio.renders import STOPPED, Renders, Work, make_film


class Held:
    """Renders that go on until they are let go."""

    def __init__(self) -> None:
        self.gates: dict[Path, threading.Event] = {}
        self.running = 0
        self.most = 0

    def gate(self, root: Path) -> threading.Event:
        return self.gates.setdefault(root, threading.Event())

    def __call__(self, work: Work) -> Rendered:
        self.running += 1
        self.most = max(self.most, self.running)
        work.total = 4
        try:
            while not self.gate(work.root).wait(0.01):
                if work.stopping:
                    raise FilmError("its worker process was ended from outside")
        finally:
            self.running -= 1
        return Rendered(work.root / "film.mp4", (), (), 0.1)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def renders(held: Held) -> Iterator[Renders]:
    made = Renders(held)
    yield made
    made.close()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.005)


SETTINGS = Settings(workers=1)
FILM = Film.model_validate(SMALL)
ONE, TWO, THREE = Path("/films/one"), Path("/films/two"), Path("/films/three")


def test_one_render_at_a_time_and_the_others_know_their_place(held: Held, renders: Renders) -> None:
    works = [renders.begin(root, SETTINGS) for root in (ONE, TWO, THREE)]
    until(lambda: works[0].state == "running")
    assert [work.state for work in works[1:]] == ["waiting", "waiting"]
    assert [renders.place(work) for work in works] == [0, 1, 2]
    assert "2 renders before this one" in working_html(works[2], renders.place(works[2]), FILM)
    for root in (ONE, TWO, THREE):
        held.gate(root).set()
    assert all(work.over.wait(10) for work in works)
    assert held.most == 1 and [work.state for work in works] == ["done"] * 3


def test_what_is_made_is_told_by_its_place_in_the_film_and_once() -> None:
    """Ids stay with their scenes when these change places, so that they say nothing to a person."""
    film = FILM.model_copy(update={"scenes": FILM.scenes[::-1]})
    jobs = [job for job in call_sheet(film) if job.scene == film.scenes[0].id and job.role == "speech"]
    jobs += [job for job in call_sheet(film) if job.role == "music"] * 2
    now = {str(number): Step(job, "began") for number, job in enumerate(jobs)}
    shown = working_html(Work(1, ONE, SETTINGS, state="running", total=9, now=now), 0, film)
    assert "Making line of speech (scene 1), score<" in shown


def test_whoever_comes_back_finds_the_render_that_runs(renders: Renders) -> None:
    work = renders.begin(ONE, SETTINGS)
    until(lambda: work.state == "running")
    assert renders.begin(ONE, SETTINGS) is work
    assert renders.of(ONE) is work


def test_an_export_waits_for_the_render_of_the_same_film_and_is_found_beside_it(held: Held, renders: Renders) -> None:
    """Exports are heavy jobs like renders: one queue, a place of their own, and both are known by their film."""
    work, export = renders.begin(ONE, SETTINGS), renders.begin(ONE, SETTINGS, Wish("mp4"))
    until(lambda: work.state == "running")
    assert export.state == "waiting" and renders.place(export) == 1
    assert renders.of(ONE) is work and renders.of(ONE, export=True) is export
    held.gate(ONE).set()
    assert export.over.wait(10) and export.state == "done" and held.most == 1


def test_a_stopped_render_says_so_and_the_next_one_goes_on(held: Held, renders: Renders) -> None:
    first, second = renders.begin(ONE, SETTINGS), renders.begin(TWO, SETTINGS)
    until(lambda: first.state == "running")
    renders.stop(first)
    assert first.over.wait(10) and (first.state, first.said) == ("stopped", STOPPED)
    held.gate(TWO).set()
    assert second.over.wait(10) and second.state == "done"
    assert renders.begin(ONE, SETTINGS) is not first


def test_a_waiting_render_leaves_the_queue_at_once(renders: Renders) -> None:
    first, second = renders.begin(ONE, SETTINGS), renders.begin(TWO, SETTINGS)
    until(lambda: first.state == "running")
    renders.stop(second)
    assert second.state == "stopped" and second.over.is_set()


def test_a_render_that_cannot_be_made_ends_in_its_sentence() -> None:
    def broken(work: Work) -> Rendered:
        raise FilmError("The disk is full.")

    renders = Renders(broken)
    work = renders.begin(ONE, SETTINGS)
    assert work.over.wait(10) and (work.state, work.said) == ("failed", "The disk is full.")
    renders.close()


@pytest.mark.usefixtures("crew")
def test_a_real_render_is_stopped_in_the_middle_and_keeps_its_takes(tmp_path: Path) -> None:
    project = lamp(tmp_path)
    renders = Renders(make_film)
    work = renders.begin(project.root, SETTINGS)
    until_made = time.monotonic() + 60
    while work.made < 1 and work.alive and time.monotonic() < until_made:
        time.sleep(0.02)
    renders.stop(work)
    assert work.over.wait(20) and work.state == "stopped", work.said
    assert len(project.takes.keys()) >= 1
    renders.close()
