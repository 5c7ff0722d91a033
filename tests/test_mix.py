"""The mix: words on their frames, music that makes room and ends with the picture, loudness as promised."""

import numpy as np
import pyloudnorm
import pytest
import soundfile

from memory.errors import EngineError
from memory.film import Transition
from memory.takes import Manifest, Take
from tools.engines import MixRequest, MixScene, load_engine
from tools.engines.cut.fit import fit_score
from tools.engines.cut.mix import CEILING, TARGET, timeline
from tools.engines.cut.speech_track import even
from tools.ffmpeg import probe, run_ffmpeg
from tools.loudness import measure

RATE = 48_000
SCORE = {
    "bar_seconds": 2.0, "unit_seconds": 2.0, "phrase_seconds": 8.0, "vamp": [2.0, 4.0],
    "loop": [4.0, 28.0], "ending": [28.0, 34.0], "seconds": 34.0,
}  # fmt: skip


def take(folder, name, wave, rate, **data):
    """A take at rest with one sound file."""
    folder.mkdir(parents=True, exist_ok=True)
    soundfile.write(folder / name, wave, rate, subtype="PCM_16")
    manifest = Manifest(key=name, role="x", engine="test", version="1", licence="", request={}, main=name, files={}, data=data)
    return Take(folder, manifest)


def speech(folder, seconds, seed):
    """Speech-like sound at 24 kHz: syllables of noise, loud from the very first sample on; no seconds is no words."""
    rng = np.random.default_rng(seed)
    count = int(seconds * 24_000)
    hertz = np.fft.rfftfreq(max(count, 2), 1 / 24_000)
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(max(count, 2))) / (1 + (hertz / 900) ** 2), max(count, 2))
    syllables = 0.55 + 0.45 * np.cos(np.arange(max(count, 2)) * 2 * np.pi * 4 / 24_000)
    wave = (0.12 * noise / noise.std() * syllables)[:count]
    return take(folder, f"speech{seed}.wav", wave if count else np.zeros(240), 24_000, seconds=count / 24_000)


def music(folder, seconds=34.0):
    """A steady chord that can be looped on its two-second bars, with a stroke on its last 20 milliseconds."""
    time = np.arange(int(seconds * RATE)) / RATE
    wave = 0.1 * sum(np.sin(2 * np.pi * f * time) for f in (220.0, 277.5, 330.0, 440.5))
    wave[-960:] = 0.8 * np.sign(wave[-960:])
    return take(folder, "music.wav", np.stack([wave, 0.9 * wave], 1), RATE, **SCORE)


def sound(folder, seed):
    """Four seconds of noise."""
    wave = np.random.default_rng(seed).standard_normal((4 * RATE, 2)) * 0.1
    return take(folder, f"sound{seed}.wav", wave, RATE)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A film of three scenes with a crossfade, and its mix: (request, inputs, folder, data)."""
    at = tmp_path_factory.mktemp("in")
    scenes = (
        MixScene(id="a", pause=2.0, sounds_db=(-20,), transition=Transition(kind="crossfade", seconds=1)),
        MixScene(id="b", pause=2.0, sounds_db=(-20,)),
        MixScene(id="c", pause=1.0),
    )
    request = MixRequest(fps=30, scenes=scenes, music_db=-18, title=2, credits=3)
    inputs = {"music": music(at), "sound:a:0": sound(at, 1), "sound:b:0": sound(at, 2)}
    inputs |= {"speech:a": speech(at, 3.1, 1), "speech:b": speech(at, 2.55, 2), "speech:c": speech(at, 0, 3)}
    folder = tmp_path_factory.mktemp("mix")
    return request, inputs, folder, load_engine("cut", "mix")(request, inputs, folder).data


def stem(folder, name):
    wave, rate = soundfile.read(folder / f"{name}.flac")
    assert rate == RATE
    return wave


def level(wave, start, end):
    """dB RMS between two moments in seconds."""
    return 10 * np.log10(np.mean(wave[int(start * RATE) : int(end * RATE)] ** 2) + 1e-12)


def decoded(folder):
    run_ffmpeg(["-i", str(folder / "mix.m4a"), "-c:a", "pcm_f32le", str(folder / "heard.wav")])
    return soundfile.read(folder / "heard.wav")[0]


def test_all_stems_last_as_long_as_the_picture_to_the_sample(film):
    """Voice, music and effects are each total frames / fps long; the mix is an AAC file of that length at 48 kHz."""
    request, inputs, folder, data = film
    frames = timeline(request, inputs).slots[-1].end + 3 * 30
    for name in ("voice", "music", "effects"):
        assert len(stem(folder, name)) == frames * RATE // 30
    heard = probe(folder / "mix.m4a")
    assert (heard.audio_codec, heard.sample_rate, heard.channels) == ("aac", RATE, 2)
    assert heard.seconds == pytest.approx(frames / 30, abs=0.03)
    assert data["seconds"] == pytest.approx(frames / 30)
    assert not list(folder.glob("*.part.*"))


def test_words_begin_on_their_frame(film):
    """The first sample of a scene's words is where the clock says its words begin."""
    request, inputs, folder, _ = film
    voice = np.abs(stem(folder, "voice")).max(axis=1)
    for slot in timeline(request, inputs).slots[:2]:
        at = (slot.start + slot.words_at) * RATE // 30
        assert voice[at - 2000 : at - 30].max() < 1e-3
        assert voice[at : at + 200].max() > 0.02


def test_loudness_and_peak_are_as_promised(film):
    """Measured by two meters, what comes out of the AAC file is at -14 LUFS and never above -1 dBTP."""
    _, _, folder, data = film
    heard = measure(folder / "mix.m4a")
    assert heard.integrated == pytest.approx(TARGET, abs=0.5)
    assert heard.peak <= CEILING
    assert pyloudnorm.Meter(RATE).integrated_loudness(decoded(folder)) == pytest.approx(TARGET, abs=0.7)
    assert data["integrated"] == heard.integrated
    assert data["true_peak"] == heard.peak


def test_music_makes_room_for_the_words_and_comes_back(film):
    """Under the words the music lies 6 to 10 dB lower; before them and a good second after them it is back."""
    request, inputs, folder, _ = film
    wave, slot = stem(folder, "music"), timeline(request, inputs).slots[1]
    first = (slot.start + slot.words_at) / 30
    last = first + inputs["speech:b"].data["seconds"]
    quiet = timeline(request, inputs).slots[2]
    free = level(wave, quiet.start / 30 + 1, quiet.end / 30)
    assert 6 <= free - level(wave, first + 0.3, last - 0.2) <= 10
    assert abs(free - level(wave, last + 1.3, last + 1.9)) < 1
    assert level(wave, first, first + 0.1) < free - 3


def test_effects_belong_to_their_scene(film):
    """The scenes with sound have it, the quiet last scene does not, and nothing breaks off at a cut."""
    request, inputs, folder, _ = film
    wave, slots = stem(folder, "effects"), timeline(request, inputs).slots
    assert level(wave, slots[0].start / 30 + 1, slots[0].end / 30 - 1.5) > -60
    assert level(wave, slots[2].start / 30 + 0.5, slots[2].end / 30) < -100
    middle = (slots[1].start + slots[0].end) / 60
    assert abs(level(wave, middle - 0.2, middle + 0.2) - level(wave, slots[0].start / 30 + 0.5, slots[0].start / 30 + 0.8)) < 5
    end = slots[1].end / 30
    levels = [level(wave, end + t, end + t + 0.05) for t in (-0.5, -0.15, 0.0, 0.1)]
    assert levels == sorted(levels, reverse=True)


def test_music_ends_on_the_last_frame(film):
    """The score's last stroke sounds on the film's last frame, not before it and not cut off."""
    _, _, folder, _ = film
    wave = stem(folder, "music")
    end = len(wave) / RATE
    stroke, before = level(wave, end - 0.018, end), level(wave, end - 0.2, end - 0.022)
    assert stroke > before + 6


def test_levels_are_kept_in_the_stems(film, tmp_path):
    """Music asked for 6 dB louder is 6 dB louder beside the same voice; at -60 it is silent."""
    request, inputs, folder, _ = film
    load_engine("cut", "mix")(request.model_copy(update={"music_db": -12.0}), inputs, tmp_path)
    assert level(stem(tmp_path, "music"), 2, 15) - level(stem(folder, "music"), 2, 15) == pytest.approx(6, abs=0.3)
    assert (tmp_path / "voice.flac").read_bytes() == (folder / "voice.flac").read_bytes()


def test_the_same_film_mixes_to_the_same_bytes(film, tmp_path):
    """A mix can be made again to the byte."""
    request, inputs, folder, _ = film
    load_engine("cut", "mix")(request, inputs, tmp_path)
    for name in ("mix.m4a", "voice.flac", "music.flac", "effects.flac"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_a_film_without_any_sound_is_silent_and_sound(tmp_path):
    """No words, no effects, music at -60: a silent track of the right length, and no error."""
    inputs = {"speech:a": speech(tmp_path / "in", 0, 1), "music": music(tmp_path / "in")}
    request = MixRequest(fps=24, scenes=(MixScene(id="a", pause=1),), music_db=-60)
    made = load_engine("cut", "mix")(request, inputs, tmp_path)
    assert made.data["seconds"] == 4
    assert np.abs(decoded(tmp_path)).max() < 1e-4
    assert len(stem(tmp_path, "music")) == 4 * RATE


def test_music_alone_is_brought_to_loudness(tmp_path):
    """A film without narration and effects is still at -14 LUFS."""
    inputs = {"speech:a": speech(tmp_path / "in", 0, 1), "music": music(tmp_path / "in")}
    request = MixRequest(fps=25, scenes=(MixScene(id="a", pause=9),), music_db=-18)
    made = load_engine("cut", "mix")(request, inputs, tmp_path)
    assert made.data["integrated"] == pytest.approx(TARGET, abs=0.5)
    assert made.data["true_peak"] <= CEILING


def test_a_missing_take_is_named(tmp_path):
    """A mix that was not given a scene's words says which, in a sentence."""
    with pytest.raises(EngineError, match="speech:a"):
        load_engine("cut", "mix")(MixRequest(fps=30, scenes=(MixScene(id="a", pause=1),), music_db=-18), {}, tmp_path)


@pytest.mark.parametrize("seconds", [0.5, 3, 9.9, 10, 11, 17.3, 33, 34, 47.7, 61, 100, 299.97, 3600])
def test_the_score_fits_any_film(seconds):
    """Played in whole bars, at most 3 % faster or slower, at most one bar late, the score lasts exactly as the film."""
    fit = fit_score(SCORE, seconds)
    assert fit.seconds == pytest.approx(seconds, abs=1e-6)
    assert 0.97 <= fit.speed <= 1.03
    assert 0 <= fit.head <= 2.0
    assert fit.pieces[-1][1] == 34.0
    if seconds > 10.5:
        assert fit.pieces[0][0] == 0.0
        for start, end in fit.pieces:
            assert start / 2 == pytest.approx(round(start / 2))
            assert end / 2 == pytest.approx(round(end / 2))


def test_a_whisper_stays_below_the_other_lines(tmp_path):
    """Lines are brought to one level, whatever they were recorded at, except for what a tone asks for, heard in the stem."""
    line = speech(tmp_path, 2.0, 7)
    soft = 0.2 * soundfile.read(line.main)[0]
    takes = {
        "a": line,
        "b": take(tmp_path, "quiet.wav", soft, 24_000, seconds=2.0),
        "c": take(tmp_path, "hushed.wav", soft, 24_000, seconds=2.0, energy=-4.0),
    }
    assert even(takes["b"], 24_000) == pytest.approx(5 * even(line, 24_000), rel=0.02)
    request = MixRequest(fps=30, scenes=tuple(MixScene(id=name, pause=1.0) for name in takes), music_db=-60)
    inputs = {f"speech:{name}": each for name, each in takes.items()}
    load_engine("cut", "mix")(request, inputs, tmp_path)
    starts = [(slot.start + slot.words_at) / 30 for slot in timeline(request, inputs).slots]
    levels = [level(stem(tmp_path, "voice"), start, start + 2) for start in starts]
    assert levels[0] - levels[1] == pytest.approx(0, abs=0.2)
    assert levels[0] - levels[2] == pytest.approx(4, abs=0.2)
