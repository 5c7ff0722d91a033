"""Clips, music and sounds by tiny models, a whole film by models alone, and what an edit makes again."""

from __future__ import annotations

import io
import threading
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from memory.edits import remove_scene, set_engine, set_picture, set_scene
from memory.errors import EngineError
from memory.film import Camera, Retouch
from memory.project import Project
from memory.takes import Take
from tests.at_easel import STILL, make, presets, rendered, small
from tools import progress
from tools.build import Step
from tools.callsheet import call_sheet, credit_lines
from tools.drawn import model_of
from tools.engines import ClipRequest, Role, SoundRequest
from tools.engines.asked import DrawnRequest, FilmedRequest, RetouchRequest, SoundedRequest
from tools.engines.diffusers_clips import anchored
from tools.engines.neural.footage import when
from tools.executor import LocalExecutor
from tools.ffmpeg import probe
from tools.work import Task
from ui.progress import bars

CHOICES = {
    "stills": "diffusers:tiny-sd", "clips": "diffusers:tiny-svd", "music": "diffusers:tiny-musicgen",
    "sounds": "diffusers:tiny-stable-audio",
}  # fmt: skip


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tiny models lie, made once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def table(tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's own models are four tiny ones; the classifier is not asked."""
    path = presets(tmp_path, tiny, "sd", "svd", "musicgen", "stable-audio")
    monkeypatch.setenv("ONEREEL_MODELS_FILE", str(path))
    monkeypatch.setenv("ONEREEL_NSFW_THRESHOLD", "1")


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Take:
    """A papercut still to film."""
    return make("stills", "papercut", STILL, {}, tmp_path_factory.mktemp("still"))


def filmed(**changes: Any) -> FilmedRequest:
    """A clip asked of a model."""
    asked = ClipRequest(width=96, height=64, camera=Camera(move="push_in", amount=0.5), seed=5)
    return FilmedRequest(**{**dict(asked), "model": model_of(("clips", CHOICES["clips"])), **changes})


class TestClips:
    """What is a model's own about its clips; tests/test_contracts.py has what all clips keep."""

    def test_a_longer_clip_goes_on_from_its_last_frame(self, still: Take, tmp_path: Path) -> None:
        """Two stretches of three frames share one, and the second keeps the colours of the first."""
        take = make("clips", "diffusers", filmed(parts=2), {"still": still}, tmp_path)
        assert take.data["frames"] == probe(take.main).frames == 5
        assert take.data["camera"] == "strength of motion" and "parallax follows" in take.manifest.notes[0]

    def test_colours_are_anchored(self) -> None:
        """A stretch that begins greener and flatter gets the mean and spread of the frame it goes on from."""
        rng = np.random.default_rng(1)
        anchor = rng.uniform(0.2, 0.8, (8, 8, 3)).astype(np.float32)
        drifted = np.stack([anchor * 0.7 + np.array([0, 0.2, 0], np.float32)] * 2)
        assert np.abs(anchored(drifted, anchor)[0] - anchor).max() < 0.02

    def test_a_clip_lasts_as_long_as_the_words(self) -> None:
        """Long enough it runs at its own speed; too short it slows down to half, and then goes back and forth."""
        made = (25, 8.0)
        assert when(30, 60, 30, made) == 8.0
        assert when(149, 150, 30, made) == pytest.approx(24.0)
        turning = [when(i, 600, 30, made) for i in range(600)]
        assert max(turning) == pytest.approx(24.0, abs=0.2) and min(turning[200:]) < 1
        assert max(abs(a - b) for a, b in pairwise(turning)) <= 8 / 30


class TestSound:
    """Effects and ambiences."""

    def test_a_sound_is_a_loop_or_stands_at_its_second(self, tmp_path: Path) -> None:
        """An ambience is laid end to end, an event is silent before its time."""
        import soundfile

        model = model_of(("sounds", CHOICES["sounds"]))
        bed = make("sounds", "diffusers", SoundedRequest(**dict(SoundRequest(kind="waves")), model=model), {}, tmp_path / "1")
        event = SoundedRequest(**dict(SoundRequest(kind="bell", at=2.0)), model=model)
        once = make("sounds", "diffusers", event, {}, tmp_path / "2")
        wave, rate = soundfile.read(once.main)
        assert not bed.data["once"] and once.data["once"]
        assert np.abs(wave[: int(1.99 * rate)]).max() < 0.01 < np.abs(wave[2 * rate : 3 * rate]).max()


class TestFilm:
    def test_a_film_by_models_in_every_role(self, tmp_path: Path) -> None:
        """Two scenes drawn, filmed, scored and sounded by tiny models: a film that plays, with every model in its credits."""
        project = Project.create(tmp_path / "film", remove_scene(small(**CHOICES), 3), "drafted")
        path, jobs = rendered(project)
        found = probe(path)
        assert (found.width, found.height) == (160, 90) and found.audio_codec == "aac" and found.seconds > 10
        by_models = {(p.job.role, p.job.engine) for p in jobs if p.job.engine.startswith("diffusers")}
        assert {role for role, _ in by_models} == {"still", "clip", "music", "sound"}
        credits = "\n".join(credit_lines(project.film))
        assert all(f"tiny-{kind} (CC0-1.0) through" in credits for kind in ("sd", "svd", "musicgen", "stable-audio"))
        assert all(p.status == "reused" for p in rendered(project)[1])

    def test_a_changed_prompt_changes_its_scene_alone(self, tmp_path: Path) -> None:
        """New words for scene 2: its layout, picture and clip have new keys; no other scene's takes do."""
        film = small(stills="diffusers", clips=CHOICES["clips"])
        before, after = sheet(film), sheet(set_scene(film, 2, description="A calm sea under a red moon."))
        changed = {name for name in before if before[name] != after.get(name)}
        assert {name[1] for name in changed if name[0] in ("still", "clip")} == {"s2a"}
        another = sheet(set_picture(film, 2, seed=99))
        assert {name[1] for name in before if name[0] == "still" and before[name] != another[name]} == {"s2a"}

    def test_an_engine_is_switched_for_one_scene(self) -> None:
        """Scene 3 by the model over its papercut layout, which is the very take that was there; the rest as it was."""
        film = small()
        before, after = sheet(film), sheet(set_engine(film, "stills", "diffusers", 3))
        assert after["still", "s3a", "papercut"] == before["still", "s3a", "papercut"]
        new = {name for name, key in after.items() if key not in before.values() and name[0] in ("still", "clip")}
        assert new == {("still", "s3a", "diffusers"), ("clip", "s3a", "parallax")}

    def test_another_model_is_another_take(self, tiny: Path, tmp_path: Path) -> None:
        """The model's files are in the key: the same preset with other weights draws anew."""
        film = small(stills="diffusers")
        before = sheet(film)
        weights = next((tiny / "sd" / "unet").glob("*.safetensors"))
        kept = weights.read_bytes()
        try:
            weights.write_bytes(kept[:-4] + b"\0\0\x80?")
            assert sheet(film)["still", "s1a", "diffusers"] != before["still", "s1a", "diffusers"]
        finally:
            weights.write_bytes(kept)

    def test_retouches_and_a_larger_canvas_are_takes_over_takes(self) -> None:
        """A retouch keeps the picture below it, whatever engine drew that; a wider film keeps what was drawn in its middle."""
        film = small()
        shot = (
            film.scenes[2]
            .shots[0]
            .model_copy(update={"retouches": (Retouch(target="tree", prompt="a red tree", engine="diffusers"),)})
        )
        scene = film.scenes[2].model_copy(update={"shots": (shot,)})
        retouched = film.model_copy(update={"scenes": (*film.scenes[:2], scene)})
        jobs = [job for job in call_sheet(retouched) if job.role == "still" and job.shot == "s3a"]
        assert [type(job.request) for job in jobs][-1] is RetouchRequest and dict(jobs[-1].inputs)["still"] == jobs[0].key
        wide = small(stills="diffusers").model_copy(update={"width": 210, "drawn_at": (160, 90)})
        drawn = [job for job in call_sheet(wide) if job.role == "still" and job.shot == "s1a"]
        assert [getattr(job.request, "what", "") for job in drawn] == ["", "", "expand"]
        assert (drawn[1].request.width, drawn[2].request.width) == (160, 210)  # type: ignore[attr-defined]

    def test_an_engine_that_cannot_retouch_says_so(self) -> None:
        """Papercut alone cannot paint a region; the sentence says what can."""
        film = small()
        shot = film.scenes[2].shots[0].model_copy(update={"retouches": (Retouch(target="tree", prompt="red"),)})
        scene = film.scenes[2].model_copy(update={"shots": (shot,)})
        with pytest.raises(EngineError, match=r"which papercut cannot do.*diffusers or openai"):
            call_sheet(film.model_copy(update={"scenes": (*film.scenes[:2], scene)}))

    def test_films_without_models_ask_what_they_asked(self) -> None:
        """No request of a plain film knows of models, so that its takes keep their keys."""
        assert not [job for job in call_sheet(small()) if hasattr(job.request, "model")]
        assert {type(j.request) for j in call_sheet(small(stills="diffusers")) if j.engine == "diffusers"} == {DrawnRequest}


@pytest.mark.slow
def test_steps_come_from_the_worker_and_a_stop_ends_it_within_one(tmp_path: Path) -> None:
    """A picture of a thousand steps by a worker of its own: its steps are heard here, and closing ends it and keeps nothing."""
    project = Project.create(tmp_path / "film", small(stills="diffusers"), "drafted")
    job = next(job for job in call_sheet(project.film) if job.engine == "diffusers")
    many = job.request.model_copy(update={"model": job.request.model.model_copy(update={"steps": 900})})  # type: ignore[attr-defined]
    heard: list[tuple[str, int, int]] = []
    first = threading.Event()

    def watch(*told: Any) -> None:
        heard.append(told)
        first.set()

    crew = LocalExecutor(1)
    with progress.watched_by(watch):
        future = crew.submit(Task(project.takes.root, replace(job, request=many, inputs=())))
        assert first.wait(120) and heard[0][:1] == (job.key,) and heard[0][2] == 900
        began, steps = time.monotonic(), len(heard)
        crew.close()
        assert time.monotonic() - began < 5 and len(heard) < 900 and steps
    assert future.cancelled() or future.exception()
    assert project.takes.find(job.key) is None


def test_the_bar_shows_how_far_each_take_is(tmp_path: Path) -> None:
    """What a worker says of its steps stands beside the take that it makes, until that is done."""
    jobs = call_sheet(small())
    console = Console(file=io.StringIO(), force_terminal=True, width=160)
    with bars(console, jobs) as report:
        report(Step(jobs[0], "began"))
        progress.pass_on(jobs[0].key, 3, 30)
        report(Step(jobs[1], "began"))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert f"{jobs[0].role}" in shown and " 3/30" in shown


def sheet(film: Any) -> dict[tuple[str, str | None, str], str]:
    """Keys of a film's takes by role, place and engine."""
    return {(job.role, job.shot or job.scene, job.engine): job.key for job in call_sheet(film)}


ROLES: list[tuple[Role, str]] = [("clips", "tiny-sd"), ("music", "tiny-svd"), ("sounds", "tiny-sd")]


@pytest.mark.parametrize(("role", "name"), ROLES)
def test_a_model_of_another_role_is_refused_by_the_call_sheet(role: Role, name: str) -> None:
    """The film says it, before anything runs."""
    with pytest.raises(EngineError, match=rf"'{name}' is of the family .*, which makes .* and not {role}"):
        call_sheet(small(**{role: f"diffusers:{name}"}))
