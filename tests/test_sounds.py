"""The sounds: loops without a seam, each with its own character, at their place, and found by people's words."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from bench.sounds import seam_error
from memory.errors import EngineError
from memory.film import Film, Sound
from memory.lending import lend, lent_take
from tests.loops import RATE, Wave, centre, features, loudness_curve, spectrum
from tools.engines import SoundRequest, load_engine
from tools.engines.synth.choosing import find_kind, kinds, lexicon, look_up
from tools.engines.synth.making import _makers, event
from tools.hearing import heard, room_of

Get = Callable[[str], tuple[Wave, dict[str, Any]]]
SEEN = (
    "waves", "rain", "wind", "thunder", "fire", "birds", "machine", "crowd", "clock", "footsteps", "bells", "heartbeat", "dog",
    "wolf", "hooves", "anvil", "oars", "typewriter", "knocking", "drips", "children", "wind chimes", "spaceship", "steam train",
)  # fmt: skip
"""Kinds that are made for real here: of every module some, and those that stories ask for most."""


def made(request: SoundRequest, folder: Path, **inputs: Any) -> tuple[Wave, dict[str, Any]]:
    """What the engine makes of a request, and what it says of it."""
    folder.mkdir(exist_ok=True, parents=True)
    take = load_engine("sounds", "synth")(request, inputs, folder)
    return soundfile.read(folder / take.main)[0], dict(take.data)


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Get:
    """One loop of every kind, made when first asked for."""
    there: dict[str, tuple[Wave, dict[str, Any]]] = {}

    def get(kind: str) -> tuple[Wave, dict[str, Any]]:
        if kind not in there:
            there[kind] = made(SoundRequest(kind=kind, seed=3), tmp_path_factory.mktemp("sounds") / kind)
        return there[kind]

    return get


def test_there_are_many_kinds_and_each_can_be_made() -> None:
    """Far more than thirty; every one has a sentence and words, its own name means it, and its maker makes it.

    An event is made and begins and ends in silence; a bed, which takes seconds, has a maker that needs a circle and no more.
    """
    assert len(kinds()) > 100
    for name, kind in kinds().items():
        if kind.every:
            wave = event(kind, np.random.default_rng(1))
            assert wave.ndim == 1, name
            assert np.isfinite(wave).all(), name
            assert 0.05 < np.abs(wave).max() < 4, name
            assert max(abs(wave[0]), abs(wave[-1])) < 0.05, name
        else:
            taken = inspect.signature(_makers()[name]).parameters.values()
            assert [each.annotation for each in taken if each.default is each.empty] == ["Circle"], name
        assert kind.says
        assert kind.words
        assert find_kind(name) == name


@pytest.mark.parametrize("kind", SEEN)
def test_loop_has_no_seam_and_a_level(sounds: Get, kind: str) -> None:
    """Laid after itself the sound neither clicks nor stands out or changes at the join; its level is in reach, unclipped."""
    wave, data = sounds(kind)
    assert wave.shape[1] == 2
    assert data["seconds"] == len(wave) / RATE
    seam, floor = seam_error(wave)
    assert seam < floor
    steps = np.abs(np.diff(wave, axis=0)).max(axis=1)
    inside = [np.abs(spectrum(wave, at) - spectrum(wave, at + 2048)).mean() for at in range(0, len(wave) - 8192, 8192)]
    across = np.abs(spectrum(wave, -4096) - spectrum(wave, -2048)).mean()
    assert across <= np.quantile(inside, 0.9) + 0.5
    assert np.abs(wave[0] - wave[-1]).max() <= np.quantile(steps, 0.999) + 2e-4
    assert 0.69 < np.abs(wave).max() < 0.72
    assert abs(wave.mean()) < 1e-3
    assert -24 < data["lufs"] < -6


def test_the_measure_of_seams_finds_one(sounds: Get) -> None:
    """A loop whose end is cut off has a join that stands out."""
    wave, _ = sounds("spaceship")
    seam, floor = seam_error(wave)
    torn, torn_floor = seam_error(wave[: len(wave) - 20_111])
    assert torn - torn_floor > 3 > seam - floor


def test_kinds_can_be_told_apart(sounds: Get, tmp_path: Path) -> None:
    """Another seed of a kind is nearer to its own kind than to any other, for at least nine in ten."""
    known = {kind: features(sounds(kind)[0]) for kind in SEEN}
    tried = SEEN[::3]
    right = 0
    for kind in tried:
        other = features(made(SoundRequest(kind=kind, seed=8), tmp_path / kind)[0])
        right += min(known, key=lambda name: float(np.abs(known[name] - other).sum())) == kind
    assert right >= 0.9 * len(tried)


def test_sounds_have_their_own_colour(sounds: Get) -> None:
    """Thunder and machines are low, rain and birds are high, wind between."""
    thunder, machine, wind, rain, birds = (centre(sounds(kind)[0]) for kind in ("thunder", "machine", "wind", "rain", "birds"))
    assert max(thunder, machine) < wind < min(rain, birds)


def test_a_clock_ticks_twice_a_second_and_waves_come_slowly(sounds: Get) -> None:
    """The clock's strokes repeat every half second; waves swell and fall at least twofold within a loop."""
    ticks = loudness_curve(sounds("clock")[0], 0.01)
    assert sum(ticks > 0.3 * ticks.max()) >= 20
    folded = ticks[: len(ticks) // 50 * 50].reshape(-1, 50).mean(axis=0)
    assert folded.max() > 5 * np.median(folded)
    swell = loudness_curve(sounds("waves")[0], 0.5)
    assert swell.max() > 2 * swell.min()


def test_rain_is_wide_and_a_knock_is_not(sounds: Get) -> None:
    """Left and right of the rain are not the same; somebody at the door stands in one place."""
    assert abs(np.corrcoef(sounds("rain")[0].T)[0, 1]) < 0.5
    assert np.corrcoef(sounds("knocking")[0].T)[0, 1] > 0.9


def balance(wave: Wave) -> float:
    """How many dB the right side is louder than the left."""
    return float(10 * np.log10((wave[:, 1] ** 2).sum() / (wave[:, 0] ** 2).sum()))


def test_a_thing_stands_where_it_is_put(sounds: Get, tmp_path: Path) -> None:
    """A dog on the left is left, one on the right is right; an ambience only leans."""
    left, _ = made(SoundRequest(kind="dog", seed=3, pan=-0.6), tmp_path / "left")
    right, _ = made(SoundRequest(kind="dog", seed=3, pan=0.6), tmp_path / "right")
    lean, _ = made(SoundRequest(kind="waves", seed=3, pan=0.6), tmp_path / "lean")
    assert balance(left) < -6
    assert balance(right) > 6
    assert 1 < balance(lean) - balance(sounds("waves")[0]) < 6


def test_far_is_darker_quieter_and_narrower(sounds: Get, tmp_path: Path) -> None:
    """What is far has lost its highs, asks the mix for less, and joins without a seam all the same."""
    near, (far, data) = sounds("dog"), made(SoundRequest(kind="dog", seed=3, far=0.8), tmp_path / "far")
    assert centre(far) < 0.8 * centre(near[0])
    level = 10 * np.log10((far**2).mean()) - data["lufs"]
    assert level < 10 * np.log10((near[0] ** 2).mean()) - near[1]["lufs"] - 6
    seam, floor = seam_error(far)
    assert seam < floor


def test_rooms_answer_and_walls_muffle(sounds: Get, tmp_path: Path) -> None:
    """A knock rings on in a cave; rain heard from within a room has lost its hiss."""
    dry, wet = sounds("knocking")[0], made(SoundRequest(kind="knocking", seed=3, room="cave"), tmp_path / "cave")[0]
    quiet = [np.quantile(loudness_curve(wave), 0.7) / loudness_curve(wave).max() for wave in (dry, wet)]
    assert quiet[1] > 3 * quiet[0]
    assert centre(made(SoundRequest(kind="rain", seed=3, room="room"), tmp_path / "in")[0]) < 0.4 * centre(sounds("rain")[0])


def test_a_single_event_comes_at_its_second(tmp_path: Path) -> None:
    """One knock at three seconds: silence before, silence after, and the mix is told not to turn it."""
    wave, data = made(SoundRequest(kind="door", at=3.0, seed=1), tmp_path)
    assert data["once"]
    assert data["seconds"] >= 60
    loud = np.flatnonzero(np.abs(wave).max(axis=1) > 0.01)
    assert 3.0 <= loud[0] / RATE < 3.1
    assert loud[-1] / RATE < 8


def test_same_request_same_bytes_other_seed_other_sound(tmp_path: Path) -> None:
    """A sound can be made again to the byte; another seed is another sea."""
    files = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        made(SoundRequest(kind="sea", seed=seed, pan=0.3, far=0.25), tmp_path / name)
        files.append((tmp_path / name / "sound.wav").read_bytes())
    assert files[0] == files[1] != files[2]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("sea", "waves"), ("the ocean at night", "waves"), ("Light rain", "rain"), ("blizzard wind", "snow"),
        ("thunderstorm", "storm"), ("machine hum", "machine"), ("babbling brook", "brook"), ("ticking", "clock"),
        ("campfires", "fire"), ("seagulls", "gulls"), ("night birds", "birds"), ("church bells", "bells"),
        ("a dog barking in the street", "dog"), ("footsteps in the snow", "footsteps on snow"), ("city rain", "rain"),
        ("rain on a tin roof", "rain on a roof"), ("kitchen clock", "clock"), ("wolf howling", "wolf"),
        ("howling wind", "wind"), ("train whistle", "steam train"), ("typewritter", "typewriter"), ("applause", "applause"),
    ],
)  # fmt: skip
def test_free_words_find_their_kind(words: str, kind: str) -> None:
    """A sound may be called by many names."""
    assert find_kind(words) == kind


def test_the_lexicon_is_large_and_says_one_thing() -> None:
    """Hundreds of words, none of which means two sounds, and each finds the kind it stands under."""
    said = [word for kind in kinds().values() for word in kind.words]
    assert len(said) > 500
    assert len(said) == len(set(said))
    wrong = {word: look_up(word) for word in said if look_up(word) != lexicon()[word][0]}
    assert not wrong


@pytest.mark.parametrize("words", ["", "xylograph of doubt", "雨", "🌧", "kazoo"])
def test_unknown_kind_is_an_error_that_names_near_ones(words: str, tmp_path: Path) -> None:
    """A sound nobody knows is refused with near choices, and nothing is written."""
    with pytest.raises(EngineError, match=r"nearest it makes are: \w+.*waves.*thunder"):
        load_engine("sounds", "synth")(SoundRequest(kind=words), {}, tmp_path)
    assert not list(tmp_path.iterdir())


SCENE = {"id": "s1", "shots": [{"id": "a", "framing": "wide"}, {"id": "b", "framing": "close"}]}


@pytest.mark.parametrize(
    ("description", "sound", "expected"),
    [
        ("A dog on the left, a cottage on the right.", {"kind": "dog"}, {"pan": -0.6, "far": 0.25, "room": ""}),
        ("A dog on the left.", {"kind": "dog", "pan": 0.2, "far": 0}, {"pan": 0.2, "far": 0}),
        ("A distant train crosses the plain.", {"kind": "train"}, {"far": 0.7}),
        ("A beach at dawn.", {"kind": "distant surf"}, {"far": 0.7}),
        ("A beach at dawn.", {"kind": "waves"}, {"pan": 0, "far": 0, "room": ""}),
        ("A monk knocks in a dark church.", {"kind": "knocking"}, {"room": "church"}),
        ("A girl at a window in a small room.", {"kind": "rain"}, {"room": "room"}),
        ("A street market in a city.", {"kind": "crowd"}, {"room": ""}),
        ("A pool in a cave.", {"kind": "drips"}, {"room": ""}),
        ("A pool in a cave.", {"kind": "dog", "file": "lent/x.wav", "at": 2}, {"room": "", "at": 2, "far": 0}),
    ],
)
def test_a_sound_is_heard_from_where_the_scene_says(description: str, sound: dict[str, Any], expected: dict[str, Any]) -> None:
    """Side and distance by words, distance else by framing, rooms by where one stands; what the film says itself wins."""
    film = Film.model_validate({"scenes": [{**SCENE, "description": description, "sounds": [sound]}]})
    request = heard(film, film.scenes[0], Sound.model_validate(sound))
    assert {name: getattr(request, name) for name in expected} == expected


def test_words_beside_a_sound_are_counted_alike() -> None:
    """Where the dog is, is found behind any number of possessives."""
    said = "At Anna's and Berta's and Clara's and Dora's and Emma's house a dog on the left."
    film = Film.model_validate({"scenes": [{**SCENE, "description": said, "sounds": [{"kind": "dog"}]}]})
    assert heard(film, film.scenes[0], film.scenes[0].sounds[0]).pan < 0


def test_rooms_are_where_one_stands_and_not_what_one_sees() -> None:
    """A church on a hill is no church inside."""
    assert [room_of(said) for said in ("a village with a church", "inside an old church", "a whale underwater")] == [
        "", "church", "underwater",
    ]  # fmt: skip


def test_a_lent_sound_becomes_a_loop_that_joins(tmp_path: Path) -> None:
    """A person's own file: silence cut off, its end runs on into its beginning, its level measured."""
    rng = np.random.default_rng(1)
    hum = np.sin(np.arange(4 * 44_100) * 0.05) * 0.2 + rng.standard_normal(4 * 44_100) * 0.02
    soundfile.write(tmp_path / "own.wav", np.concatenate([np.zeros(22_050), hum, np.zeros(9000)]), 44_100)
    root = tmp_path / "film"
    name = lend(root, tmp_path / "own.wav")
    request = SoundRequest(kind="my hum", file=name)
    wave, data = made(request, tmp_path / "a", lent=lent_take(root, name))
    again, _ = made(request, tmp_path / "b", lent=lent_take(root, name))
    assert np.array_equal(wave, again)
    assert 2 < data["seconds"] < 4
    seam, floor = seam_error(wave)
    assert seam < floor + 1
    assert data["kind"] == "my hum"


def test_a_silent_lent_sound_is_refused(tmp_path: Path) -> None:
    """There is nothing in it to hear, and the sentence says so."""
    soundfile.write(tmp_path / "still.wav", np.zeros(48_000), RATE)
    name = lend(tmp_path / "film", tmp_path / "still.wav")
    with pytest.raises(EngineError, match="silent from end to end"):
        made(SoundRequest(kind="still", file=name), tmp_path / "out", lent=lent_take(tmp_path / "film", name))
