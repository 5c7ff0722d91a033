"""One contract for all engines of a role: a case is a line; what every engine must keep is said once."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tools.engines.kokoro as engine_module
from memory.errors import EngineError
from memory.film import Camera, CastMember, Style
from memory.lending import lend, lent_take
from memory.store import TakeStore
from memory.takes import Take
from tools.engines import (
    ENGINES,
    Brief,
    ClipRequest,
    MusicRequest,
    Request,
    Role,
    SoundRequest,
    SpeechRequest,
    StillRequest,
    load_engine,
)
from tools.ffmpeg import probe
from tools.studio import synthesise, unfetched

STILL = StillRequest(
    width=160, height=90, mood="calm", seed=5,
    description="An old keeper and a robot beside a lighthouse on a cliff at dusk.",
    style=Style(palette=("#101830", "#28406a", "#d8b070")),
    cast=(CastMember(id="c1", name="Keeper", description="old, white hair"),),
)  # fmt: skip
REQUESTS: dict[Role, list[Request]] = {
    "stills": [STILL, STILL.model_copy(update={"framing": "close", "width": 90, "height": 160})],
    "clips": [
        ClipRequest(width=160, height=90, camera=Camera(move="push_in", amount=0.5), seed=5),
        ClipRequest(width=160, height=90, camera=Camera(move="static"), seed=5),
    ],
    "speech": [SpeechRequest(text="The lamp is lit. Dr. Moss came at 7:30."), SpeechRequest(text="")],
    "music": [MusicRequest(mood="calm", tempo=80, seed=3, scenes=("tense",))],
    "sounds": [SoundRequest(kind="waves", seed=3), SoundRequest(kind="rain", seed=3)],
}
BY_MODEL = ("diffusers", "openai")
"""Engines for which a model has to be chosen: tests/test_contracts.py holds them and the others to what a role must keep."""
LACKING = [(role, name) for role, names in ENGINES.items() for name in names if unfetched([(role, name)])]
"""Engines whose weights are not on this machine's shelf: they say so; once fetched they meet the whole contract."""
LACKING += [("speech", "matched"), ("speech", "coqui"), ("speech", "openai")]
"""And those that speak only with a record of consent, or with a key: their own tests give them one."""
CASES = [
    (role, name, request)
    for role, requests in REQUESTS.items()
    for name in ENGINES[role]
    for request in requests
    if (role, name) not in LACKING and name not in BY_MODEL
]


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Take:
    """A real still for the clips engines to work on."""
    return make("stills", "papercut", STILL, {}, tmp_path_factory.mktemp("still"))


def make(role: Role, name: str, request: Request, inputs: dict[str, Take], root: Path) -> Take:
    """Make a take the way the build does."""
    store = TakeStore(root)
    with store.workspace("0" * 64) as folder:
        made = synthesise(role, name, request, inputs, folder)
        return store.commit(
            "0" * 64, folder, role=role, engine=name, version="1", licence="", request=request.model_dump(mode="json"),
            inputs={}, main=made.main, notes=made.notes, data=dict(made.data), seconds=0,
        )  # fmt: skip


def content(take: Take) -> dict[str, str]:
    """Every file of a take with its hash."""
    files = (p for p in take.folder.rglob("*") if p.is_file() and p.name != "manifest.json")
    return {p.relative_to(take.folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def lent_tune(folder: Path) -> Take:
    """A few notes that somebody lent."""
    import numpy as np
    import soundfile

    folder.mkdir(exist_ok=True)
    time = np.arange(4 * 48_000) / 48_000
    soundfile.write(folder / "tune.wav", 0.3 * np.sin(time * 2765) * np.exp(-4 * (time % 0.5)), 48_000)
    return lent_take(folder, lend(folder, folder / "tune.wav"))


@pytest.mark.parametrize(
    ("role", "name", "request_"),
    CASES,
    ids=lambda value: getattr(value, "__class__", type).__name__ if isinstance(value, Request) else str(value),
)
def test_same_request_same_bytes(role: Role, name: str, request_: Request, still: Take, tmp_path: Path) -> None:
    """An engine is deterministic, writes only into its folder, and its main file is there."""
    inputs = {"still": still} if role == "clips" else {"lent": lent_tune(tmp_path / "config")} if name == "song" else {}
    first = make(role, name, request_, inputs, tmp_path / "first")
    second = make(role, name, request_, inputs, tmp_path / "second")
    assert first.main.stat().st_size > 0
    assert content(first) == content(second)
    assert first.data == second.data
    strays = {p.name for p in tmp_path.iterdir()} - {"first", "second", "config"}
    assert not strays


@pytest.mark.parametrize(("role", "name"), [(role, name) for role, names in ENGINES.items() for name in names])
def test_an_engine_says_what_it_is(role: Role, name: str) -> None:
    """Name, version, licence and a credit line are data."""
    spec = load_engine(role, name).spec
    assert (spec.name, spec.role) == (name, role)
    assert spec.version
    assert spec.licence
    assert spec.credit


@pytest.mark.parametrize("role", ENGINES)
def test_an_unknown_engine_names_the_choices(role: Role) -> None:
    """The sentence lists what can be chosen."""
    with pytest.raises(EngineError, match=f"no {role} engine called 'nobody'.*{sorted(ENGINES[role])[0]}"):
        load_engine(role, "nobody")


def test_an_engine_without_its_weights_says_how_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kokoro on an empty shelf names the command, the size and the licence, and makes nothing."""
    monkeypatch.setenv("ONEREEL_SHELF_DIR", str(tmp_path / "shelf"))
    engine, folder = load_engine("speech", "kokoro"), tmp_path / "take"
    folder.mkdir()
    engine_module.speaker.cache_clear()
    engine_module.model.cache_clear()
    engine_module.tables.cache_clear()
    with pytest.raises(EngineError, match=r"onereel fetch kokoro-voices \(27 MB, Apache-2.0\)\. The film is unchanged"):
        engine(SpeechRequest(text="Hello.", voice="george"), {}, folder)
    assert not list(folder.iterdir())
    assert unfetched([("speech", "kokoro")]) == ["kokoro", "kokoro-voices"]


@pytest.mark.parametrize("name", [name for name in ENGINES["speech"] if ("speech", name) not in LACKING])
def test_speech_measures_its_words(name: str, tmp_path: Path) -> None:
    """Seconds in the data are those of the file; sentences follow each other within it."""
    take = make("speech", name, REQUESTS["speech"][0], {}, tmp_path)
    data: Any = take.data
    assert probe(take.main).seconds == pytest.approx(data["seconds"], abs=0.03)
    times = [t for sentence in data["sentences"] for t in (sentence["start"], sentence["end"])]
    assert times == sorted(times)
    assert len(data["sentences"]) == 2
    assert 0 <= times[0] <= times[-1] <= data["seconds"] + 0.01


@pytest.mark.parametrize("name", ENGINES["story"])
def test_a_writer_writes_a_whole_film(name: str) -> None:
    """Every scene has something to see and to say, and the film is valid when read back."""
    film = load_engine("story", name)(Brief(text="a fox who mends clocks", scenes=4, seconds=40))
    assert len(film.scenes) == 4
    assert all(scene.description and scene.narration for scene in film.scenes)
    assert type(film).model_validate_json(film.model_dump_json()) == film


def test_a_worker_s_libraries_take_one_core_each() -> None:
    """The build uses the cores by processes: a library that takes the others' as well waits for them and slows all."""
    code = "from tools.crew import calm_threads; calm_threads(); import cv2; print(cv2.getNumThreads())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "1"
