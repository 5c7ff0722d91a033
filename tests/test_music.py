"""The score: what a person hears in it, checked by measuring the sound and reading the notes."""

import itertools

import numpy as np
import pretty_midi
import pytest
import soundfile

from memory.errors import EngineError
from tools.engines import MusicRequest, load_engine
from tools.engines.score.arrange import Arranger, choose
from tools.engines.score.form import plan
from tools.engines.score.harmony import MODES, Key, voice
from tools.engines.score.moods import find_mood, moods


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A hopeful piece at 84 beats a minute: (facts, sound, midi, folder)."""
    folder = tmp_path_factory.mktemp("music")
    made = load_engine("music", "score")(MusicRequest(mood="hopeful", tempo=84, seconds=45, seed=4), {}, folder)
    wave, rate = soundfile.read(folder / made.main)
    assert rate == 48_000
    return made.data, wave, pretty_midi.PrettyMIDI(str(folder / "music.mid")), folder


def rms(wave):
    return float(np.sqrt(np.mean(wave**2)))


def test_sections_lie_on_bar_lines_and_cover_the_piece(played):
    """Intro, themes and ending follow each other without a gap, every border a whole number of bars."""
    facts, wave, _, _ = played
    sections = facts["sections"]
    assert (sections[0]["name"], sections[-1]["name"]) == ("intro", "ending")
    for before, after in itertools.pairwise(sections):
        assert before["end"] == pytest.approx(after["start"])
        assert after["start"] / facts["bar_seconds"] == pytest.approx(round(after["start"] / facts["bar_seconds"]))
    assert sections[-1]["end"] == pytest.approx(len(wave) / 48_000, abs=1e-4)
    assert facts["bar_seconds"] == pytest.approx(4 * 60 / 84)
    assert facts["loop"] == [sections[1]["start"], sections[-2]["end"]]


def test_the_theme_comes_back(played):
    """The tune of the first theme is heard again, in its rhythm, in a later section of the same letter."""
    facts, _, midi, _ = played
    lead = next(player for player in midi.instruments if player.name == "lead")
    beat = 60 / 84

    def rhythm(section):
        inside = [n.start - section["start"] for n in lead.notes if section["start"] - 0.03 <= n.start < section["end"] - 0.03]
        return [round(at / beat * 4) for at in inside]

    themes = [section for section in facts["sections"] if section["name"].startswith("A")]
    assert len(themes) >= 2
    assert len(rhythm(themes[0])) >= 6
    assert rhythm(themes[0]) == rhythm(themes[-1])


def test_the_sound_is_in_the_key_it_says(played):
    """Most of the sound's energy between 80 and 2000 Hz lies on the seven notes of its key."""
    facts, wave, _, _ = played
    power = np.abs(np.fft.rfft(wave.mean(axis=1))) ** 2
    hertz = np.fft.rfftfreq(len(wave), 1 / 48_000)
    near = (hertz > 80) & (hertz < 2000)
    classes = np.round(12 * np.log2(hertz[near] / 440) + 69).astype(int) % 12
    chroma = np.bincount(classes, power[near], 12)
    scale = [(facts["tonic"] + step) % 12 for step in MODES[facts["mode"]]]
    assert chroma[scale].sum() / chroma.sum() > 0.85


def test_the_sound_keeps_the_tempo_asked(played):
    """The onsets of the sound repeat at 84 beats a minute (or its half beat) more than at tempos beside it."""
    facts, wave, _, _ = played
    body = wave[int(facts["loop"][0] * 48_000) : int(facts["loop"][1] * 48_000)].mean(axis=1)
    frames = body[: len(body) // 480 * 480].reshape(-1, 480)
    flux = np.maximum(np.diff(np.abs(np.fft.rfft(frames * np.hanning(480), axis=1)) ** 0.5, axis=0), 0).sum(axis=1)
    flux -= flux.mean()
    times = np.arange(len(flux)) * 0.01

    def strength(tempo):
        return abs(np.sum(flux * np.exp(2j * np.pi * times * tempo * 2 / 60)))

    assert strength(84) > 2 * max(strength(tempo) for tempo in (78, 80, 88, 91))


def test_it_grows_and_dies_away(played):
    """The themes are fuller than the intro, the last moment is silent, and nothing is clipped."""
    facts, wave, _, _ = played
    start, end = (round(moment * 48_000) for moment in facts["loop"])
    assert rms(wave[start:end]) > 1.4 * rms(wave[:start])
    assert np.abs(wave[-240:]).max() < 0.002
    assert 0.5 < np.abs(wave).max() < 0.9
    assert rms(wave[start:end][:, 0] - wave[start:end][:, 1]) > 0.1 * rms(wave[start:end])


def test_the_low_end_is_not_muddy(played):
    """Less than a third of the power lies below 120 Hz, and next to nothing below 30 Hz."""
    _, wave, _, _ = played
    power = np.abs(np.fft.rfft(wave.mean(axis=1))) ** 2
    hertz = np.fft.rfftfreq(len(wave), 1 / 48_000)
    assert power[hertz < 120].sum() < power.sum() / 3
    assert power[hertz < 30].sum() < power.sum() / 100


def test_same_request_same_bytes_other_seed_other_piece(played, tmp_path):
    """A score can be made again to the byte; another seed composes something else."""
    folder = played[3]
    load_engine("music", "score")(MusicRequest(mood="hopeful", tempo=84, seconds=45, seed=4), {}, tmp_path)
    for name in ("music.flac", "music.mid"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()

    def tune(seed):
        rng = np.random.default_rng(seed)
        mood = moods()["hopeful"]
        parts = Arranger(mood, plan(84, 4, 45), choose(mood, rng), rng).write()
        return [(note.start, note.pitch) for part in parts if part.name == "lead" for note in part.notes]

    assert tune(1) != tune(2)


def test_every_mood_is_its_own_music():
    """At least six moods, each with chords its modes can play."""
    assert len(moods()) >= 6
    for mood in moods().values():
        for mode, tokens in itertools.product(mood.modes, [*mood.a, *mood.b, mood.cadence, mood.final]):
            for token in tokens.split():
                assert len(Key(0, mode).chord(token).tones) >= 3
        assert all(len(line.split()) == 4 for line in [*mood.a, *mood.b])


@pytest.mark.parametrize(
    ("words", "mood"),
    [
        ("gently hopeful, rising", "hopeful"), ("TENSE!", "tense"), ("sorrowful", "sad"),
        ("joyfull", "joyful"), ("eerie", "mysterious"), ("tender love", "tender"),
    ],
)  # fmt: skip
def test_free_words_find_their_mood(words, mood):
    """A mood may be said in many words, in capitals, or misspelt."""
    assert find_mood(words) == (mood, "")


@pytest.mark.parametrize("words", ["", "zzzqx", "沉静", "🙂"])
def test_unknown_mood_is_calm_and_says_so(words):
    """A mood that means nothing here gets the calm score and a note, not an error."""
    mood, note = find_mood(words)
    assert mood == "calm"
    assert "calm" in note


@pytest.mark.parametrize("tempo", [40, 61, 90, 132, 133, 220])
@pytest.mark.parametrize("seconds", [0, 30, 60, 5000])
def test_length_is_bounded_at_any_tempo(tempo, seconds):
    """However long the film, about half a minute to a minute and a quarter of music is composed."""
    form = plan(tempo, 4, seconds)
    total = sum(section.units for section in form.sections) * form.unit_seconds
    assert 18 < total < 80
    assert form.sections[0].name == "intro"
    assert len(form.body) >= 1


def test_voices_move_little_between_chords():
    """From chord to chord no voice leaps more than a fifth, and most move by step or stay."""
    key, previous, moves = Key(0, "ionian"), None, []
    for token in ("1", "5", "6", "4", "2", "5", "3", "6", "4", "1"):
        voicing = voice(key.chord(token), previous)
        if previous:
            moves += [abs(a - b) for a, b in zip(voicing, previous, strict=True)]
        previous = voicing
    assert max(moves) <= 7
    assert np.mean(moves) <= 2.5


@pytest.mark.parametrize(("tempo", "seconds"), [(0, 60), (500, 60), (90, -1), (90, float("nan")), (90, float("inf"))])
def test_impossible_tempo_or_length_is_refused_in_a_sentence(tempo, seconds, tmp_path):
    """A tempo no one can play, or a length that is none, is refused and nothing is written."""
    with pytest.raises(EngineError, match="40 to 220"):
        load_engine("music", "score")(MusicRequest(tempo=tempo, seconds=seconds), {}, tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_credit_names_the_players():
    """The film's credits can say who played: the synthesiser and the sound set with its licence."""
    spec = load_engine("music", "score").spec
    assert "TimGM6mb" in spec.credit
    assert "GPL" in spec.credit
