"""The sounds: loops without a seam, each with its own character."""

import numpy as np
import pytest
import soundfile

from memory.errors import EngineError
from tools.engines import SoundRequest, load_engine
from tools.engines.synth import find_kind, kinds

RATE = 48_000


@pytest.fixture(scope="module")
def sounds(tmp_path_factory):
    """One loop of every kind, made when first asked for."""
    made = {}

    def get(kind):
        if kind not in made:
            folder = tmp_path_factory.mktemp(kind)
            take = load_engine("sounds", "synth")(SoundRequest(kind=kind, seed=3), {}, folder)
            made[kind] = (soundfile.read(folder / take.main)[0], take.data)
        return made[kind]

    return get


def spectrum(wave, at, size=4096):
    """Power in 16 bands of a short window that begins at sample `at`, around the loop."""
    window = wave[(at + np.arange(size)) % len(wave)].mean(axis=1) * np.hanning(size)
    bands = np.array_split(np.abs(np.fft.rfft(window)) ** 2, 16)
    return np.array([10 * np.log10(band.sum() + 1e-9) for band in bands])


def test_there_are_at_least_twelve_kinds():
    """The usual ambiences of stories are there."""
    wanted = {"waves", "rain", "wind", "thunder", "fire", "birds", "city", "machine", "crickets", "river", "snow", "crowd"}
    assert wanted | {"clock", "footsteps", "space", "underwater"} <= set(kinds())


@pytest.mark.parametrize("kind", list(kinds()))
def test_loop_has_no_seam(sounds, kind):
    """Laid after itself, the sound neither clicks nor changes at the join more than it does within itself."""
    wave, data = sounds(kind)
    assert wave.shape[1] == 2
    assert data["seconds"] == len(wave) / RATE
    steps = np.abs(np.diff(wave, axis=0)).max(axis=1)
    assert np.abs(wave[0] - wave[-1]).max() <= np.quantile(steps, 0.999) + 2e-4
    inside = [np.abs(spectrum(wave, at) - spectrum(wave, at + 2048)).mean() for at in range(0, len(wave) - 8192, 8192)]
    across = np.abs(spectrum(wave, -4096) - spectrum(wave, -2048)).mean()
    assert across <= max(inside) + 0.5
    assert 0.3 < np.abs(wave).max() < 0.75
    assert abs(wave.mean()) < 1e-3
    assert -35 < data["lufs"] < -8


def centre(wave):
    """Spectral centroid in hertz."""
    power = np.abs(np.fft.rfft(wave.mean(axis=1))) ** 2
    return float((np.fft.rfftfreq(len(wave), 1 / RATE) * power).sum() / power.sum())


def loudness_curve(wave, seconds=0.05):
    """RMS of short blocks."""
    size = int(seconds * RATE)
    return np.sqrt((wave[: len(wave) // size * size].reshape(-1, size, 2) ** 2).mean(axis=(1, 2)))


def test_sounds_have_their_own_colour(sounds):
    """Thunder and machines are low, rain and birds are high, wind between."""
    thunder, machine, wind, rain, birds = (centre(sounds(kind)[0]) for kind in ("thunder", "machine", "wind", "rain", "birds"))
    assert max(thunder, machine) < wind < min(rain, birds)


def test_a_clock_ticks_twice_a_second_and_waves_come_slowly(sounds):
    """The clock's strokes repeat every half second; waves swell and fall at least twofold within a loop."""
    ticks = loudness_curve(sounds("clock")[0], 0.01)
    assert sum(ticks > 0.3 * ticks.max()) >= 20
    folded = ticks[: len(ticks) // 50 * 50].reshape(-1, 50).mean(axis=0)
    assert folded.max() > 5 * np.median(folded)
    swell = loudness_curve(sounds("waves")[0], 0.5)
    assert swell.max() > 2 * swell.min()


def test_rain_is_wide(sounds):
    """Left and right of the rain are not the same."""
    wave, _ = sounds("rain")
    assert abs(np.corrcoef(wave.T)[0, 1]) < 0.5


def test_same_seed_same_bytes_other_seed_other_sound(tmp_path):
    """A sound can be made again to the byte; another seed is another sea."""
    files = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        (tmp_path / name).mkdir()
        load_engine("sounds", "synth")(SoundRequest(kind="sea", seed=seed), {}, tmp_path / name)
        files.append((tmp_path / name / "sound.wav").read_bytes())
    assert files[0] == files[1] != files[2]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("sea", "waves"), ("the ocean at night", "waves"), ("Light rain", "rain"), ("blizzard wind", "snow"),
        ("thunderstorm", "storm"), ("machine hum", "machine"), ("babbling brook", "river"), ("ticking", "clock"),
        ("campfires", "fire"),
    ],
)  # fmt: skip
def test_free_words_find_their_kind(words, kind):
    """A sound may be called by many names."""
    assert find_kind(words) == kind


@pytest.mark.parametrize("words", ["", "xylograph of doubt", "雨", "🌧"])
def test_unknown_kind_is_an_error_that_names_the_kinds(words, tmp_path):
    """A sound nobody knows is refused with the list of those that exist, and nothing is written."""
    with pytest.raises(EngineError, match=r"waves.*thunder.*underwater"):
        load_engine("sounds", "synth")(SoundRequest(kind=words), {}, tmp_path)
    assert not list(tmp_path.iterdir())
