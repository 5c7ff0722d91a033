"""A lent song: its beats, where it goes round, how it is fitted to a film, and a film that is cut to it."""

import itertools

import numpy as np
import pytest
import soundfile

from memory import edits
from memory.errors import EngineError, FilmError
from memory.film import Transition
from tests.at_desk import Seat, six_scenes
from tests.test_mix import speech, stem, take
from tools.callsheet import call_sheet, credit_lines
from tools.engines import MixRequest, MixScene, MusicRequest, load_engine
from tools.engines.cut.fit import fit_song
from tools.engines.cut.mix import timeline
from tools.engines.song.beats import bands, loop_points, track
from tools.timing import Timed, beat_grid, clock, scene_frames

RATE = 48_000


def clicks(tempo, seconds, first=0.31, accent=0):
    """A drum machine: a stroke on every beat, a deep one on the first of four."""
    wave = np.zeros((int(seconds * RATE), 2), np.float32)
    for number, at in enumerate(np.arange(first, seconds - 0.1, 60 / tempo)):
        time = np.arange(min(int(0.09 * RATE), len(wave) - int(at * RATE))) / RATE
        tone = 55.0 if number % 4 == accent else 900.0
        start = round(at * RATE)
        wave[start : start + len(time)] += (0.5 * np.exp(-time * 50) * np.sin(2 * np.pi * tone * time))[:, None]
    return wave


def strokes(wave):
    """Seconds at which a click begins."""
    loud = np.abs(wave).max(axis=1) > 0.02 * np.abs(wave).max()
    starts = np.flatnonzero(loud & ~np.concatenate([[False], loud[:-1]]))
    kept = [starts[0]]
    for start in starts[1:]:
        if start - kept[-1] > 0.2 * RATE:
            kept.append(start)
    return np.array(kept) / RATE


@pytest.fixture
def lend(tmp_path):
    """Write a wave to a file, as a take that was lent."""
    return lambda wave: take(tmp_path / "lent", "song.wav", wave, RATE)


def made(lent, folder):
    """The engine's take of a lent file, at rest in `folder`."""
    folder.mkdir(exist_ok=True)
    done = load_engine("music", "song")(MusicRequest(file="x"), {"lent": lent}, folder)
    return take(folder, "again.wav", soundfile.read(folder / done.main)[0], RATE, **done.data)


@pytest.mark.parametrize("tempo", [84, 100, 117.3, 128, 140])
def test_the_beat_of_a_steady_song_is_found(tempo):
    """Tempo within 0.1 % (or its half or double), beats within 15 ms, and the bar on the deep stroke."""
    found = track(bands(clicks(tempo, 40, accent=2)))
    ratio = 60 / found.beat / tempo
    assert min(abs(ratio / factor - 1) for factor in (0.5, 1, 2)) < 0.001
    assert found.steady
    period = 60 / tempo
    assert abs((found.first - 0.31 + period / 2) % period - period / 2) < 0.015
    if abs(ratio - 1) < 0.01:
        assert round((found.bar - 0.31) / period) % 4 == 2


def test_noise_has_no_beat():
    """Rain keeps no beat, and nothing is cut to it."""
    rain = np.random.default_rng(1).standard_normal((20 * RATE, 2)).astype(np.float32) * 0.1
    assert not track(bands(rain)).steady


def test_it_goes_round_on_the_bar():
    """Both loop points are bars, far apart, and after the jump the beat goes on as if nothing had happened."""
    wave = clicks(120, 30)
    loud = bands(wave)
    beats = track(loud)
    start, end = loop_points(loud, 30.0, beats)
    assert end - start >= 15
    assert (end - start) / (4 * beats.beat) == pytest.approx(round((end - start) / (4 * beats.beat)), abs=0.01)


@pytest.mark.parametrize("seconds", [0.5, 5, 29.9, 30, 31, 75, 600])
def test_a_song_lasts_as_long_as_any_film(seconds):
    """Played through, or round and round, it is exactly as long as the film, never past its own end, and faded out."""
    fit = fit_song({"loop": [4.0, 26.0], "seconds": 30.0}, seconds, skipped=0.25, speed=1.004)
    assert fit.seconds == pytest.approx(seconds, abs=1e-9)
    assert all(0 <= start < end <= 30.0 for start, end in fit.pieces)
    assert all((before[1], after[0]) == (26.0, 4.0) for before, after in itertools.pairwise(fit.pieces))
    assert 0 < fit.fade_out <= 3.5


def test_the_engine_trims_silence_and_repeats_itself(lend, tmp_path):
    """Silent ends are cut off; the same file gives the same bytes."""
    wave = np.concatenate([np.zeros((RATE, 2)), clicks(120, 12, first=0.0), np.zeros((2 * RATE, 2))])
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        done = load_engine("music", "song")(MusicRequest(file="x"), {"lent": lend(wave)}, tmp_path / name)
    assert (tmp_path / "one" / "music.flac").read_bytes() == (tmp_path / "two" / "music.flac").read_bytes()
    assert done.data["seconds"] == pytest.approx(11.6, abs=0.1)
    assert done.data["tempo"] == pytest.approx(120, rel=0.002)
    assert not list((tmp_path / "one").glob("*.part.*"))


def test_what_is_no_song_is_refused(lend, tmp_path):
    """Silence, a broken file, and nothing at all: a sentence each."""
    engine = load_engine("music", "song")
    with pytest.raises(EngineError, match="silent from end to end"):
        engine(MusicRequest(file="x"), {"lent": lend(np.zeros((RATE, 2)))}, tmp_path)
    broken = lend(clicks(120, 3))
    broken.main.write_bytes(b"RIFF not a wave at all")
    with pytest.raises(EngineError, match="cannot be played"):
        engine(MusicRequest(file="x"), {"lent": broken}, tmp_path)
    with pytest.raises(EngineError, match="No song was lent"):
        engine(MusicRequest(file="x"), {}, tmp_path)


def test_cuts_land_on_the_song_s_beats(lend, tmp_path):
    """Cut to the beat, every scene begins within a frame of a stroke of the song, also after it has gone round."""
    song = made(lend(clicks(117.3, 21)), tmp_path / "song")
    scenes = tuple(
        MixScene(id=i, pause=0.7, beat=song.data["beat"], transition=Transition(kind=kind, seconds=0.6 * (kind != "cut")))
        for i, kind in (("a", "cut"), ("b", "crossfade"), ("c", "cut"), ("d", "cut"))
    )
    request = MixRequest(fps=30, scenes=scenes, music_db=-18, title=3, credits=4)
    inputs = {"music": song} | {f"speech:{s.id}": speech(tmp_path / "in", 3.3 + 1.7 * i, i) for i, s in enumerate(scenes)}
    load_engine("cut", "mix")(request, inputs, tmp_path)
    heard = strokes(stem(tmp_path, "music")[: -4 * RATE])
    slots = timeline(request, inputs).slots
    assert slots[-1].end / 30 > 26
    for slot in slots:
        assert np.abs(heard - slot.start / 30).min() < 1 / 30
    wave = stem(tmp_path, "music")
    assert np.abs(wave[-480:]).max() < 0.01 * np.abs(wave).max()


@pytest.mark.parametrize("fps", [10, 24, 25, 30, 60])
@pytest.mark.parametrize("beat", [0.3, 0.4688, 0.5114, 0.6667, 1.5])
def test_scenes_last_whole_beats(fps, beat):
    """The grid is whole frames near whole beats; every next scene begins on it, and words are never cut."""
    frames, beats = beat_grid(beat, fps)
    assert frames == pytest.approx(beats * beat * fps, rel=0.03)
    scenes = [
        Timed("a", 3.21, 0.5, Transition(), beat), Timed("b", 0, 1, Transition(kind="wipe", seconds=0.7), beat),
        Timed("c", 7.77, 2, Transition(kind="fade_to_black", seconds=1), beat), Timed("d", 1, 0, Transition(), beat),
    ]  # fmt: skip
    slots = clock(scenes, fps, 3)
    assert all((slot.start - slots[0].start) % frames == 0 for slot in slots)
    for timed, slot in zip(scenes, slots, strict=True):
        free = scene_frames(Timed(timed.id, timed.speech, timed.pause, timed.transition), slot.enter / fps, fps)[0]
        assert 0 <= slot.frames - free < frames


@pytest.fixture
def seat(quick):
    """A film of six scenes."""
    return Seat(quick, six_scenes())


@pytest.fixture
def tune(tmp_path):
    """A song on the person's disk."""
    soundfile.write(tmp_path / "My Tune.wav", clicks(120, 12), RATE)
    return str(tmp_path / "My Tune.wav")


def test_a_song_becomes_the_music_and_can_be_laid_aside(seat, tune):
    """It is copied into the project, engine, key and credits follow it; a mood or "none" brings the score back."""
    done = seat.call("song", file=tune)
    assert done.said == "Music: My Tune is the music now."
    name = seat.film.music.file
    assert (seat.root / name).is_file()
    job = next(job for job in call_sheet(seat.film) if job.role == "music")
    assert (job.engine, job.request.file) == ("song", name)
    assert any("lent to this film" in line for line in credit_lines(seat.film))
    with pytest.raises(FilmError, match="keeps its own tempo"):
        seat.call("music", tempo=120)
    assert "laid aside" in seat.call("music", mood="tense").said
    assert (seat.film.music.file, seat.film.music.follows) == ("", "mood")
    seat.call("song", file=tune)
    seat.call("song", file="none", follows="story")
    assert (seat.film.music.file, seat.film.music.follows) == ("", "story")


def test_the_film_is_cut_to_the_beat_and_back(seat, tune):
    """With a song its own beat, without one the score's tempo; only lengths change, so stills and speech are kept."""
    before = {job.key: job.role for job in call_sheet(seat.film)}
    seat.call("song", on_beat="yes")
    assert seat.film.music.beat == pytest.approx(60 / seat.film.music.tempo)
    new = {job.role for job in call_sheet(seat.film) if job.key not in before}
    assert new == {"segment", "mix", "film"}
    seat.call("music", tempo=120)
    assert seat.film.music.beat == pytest.approx(0.5)
    seat.call("song", file=tune, on_beat="yes")
    assert seat.film.music.beat == pytest.approx(0.5, rel=0.002)
    seat.call("song", on_beat="no")
    assert seat.film.music.beat == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "Say which file"), ({"file": "nowhere.mp3"}, "no file nowhere.mp3"), ({"on_beat": "perhaps"}, "yes or no"),
        ({"follows": "the wind"}, "follow the story"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(seat, arguments, said):
    """A sentence, and the film unchanged."""
    with pytest.raises(FilmError, match=said):
        seat.call("song", **arguments)
    assert seat.film.version == 1


def test_without_a_beat_there_is_nothing_to_cut_to(seat, tmp_path):
    """Noise is taken as music, but the film is not cut to it."""
    soundfile.write(tmp_path / "sea.wav", np.random.default_rng(2).standard_normal((8 * RATE, 2)) * 0.1, RATE)
    seat.call("song", file=str(tmp_path / "sea.wav"))
    with pytest.raises(FilmError, match="No steady beat"):
        seat.call("song", on_beat="yes")


def test_swapping_scenes_and_other_words_leave_the_score_alone(small_film):
    """The music take depends on the moods, neither on their order nor on any sentence; one mood ignores the scenes."""
    from memory import ordering

    def key(film):
        return next(job.key for job in call_sheet(film) if job.role == "music")

    assert key(ordering.swap_scenes(small_film, "s1", "s3")) == key(small_film)
    assert key(edits.set_narration(small_film, "s2", "Other words entirely.")) == key(small_film)
    one = small_film.model_copy(update={"music": small_film.music.model_copy(update={"follows": "mood"})})
    assert key(one) != key(small_film)
    assert key(edits.set_scene(one, "s2", mood="joyful")) == key(one)
