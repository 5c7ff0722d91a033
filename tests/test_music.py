"""The score: what a person hears in it, checked by measuring the sound and reading the notes."""

import io
import itertools

import numpy as np
import pretty_midi
import pytest

from bench.hearing import listen
from memory.errors import EngineError
from tests.scored import STORY, played, reel, story, written
from tools.engines import MusicRequest, load_engine
from tools.engines.score.book import Book, compose
from tools.engines.score.clock import Clock
from tools.engines.score.form import plan
from tools.engines.score.midi import Player, Struck, file_bytes
from tools.engines.score.moods import find_mood, moods
from tools.engines.score.play import joined, play, write

RATE = 48_000


@pytest.fixture(scope="module")
def heard():
    """A minute that follows a story, and half a minute of one mood: their sound."""
    book, _ = story()
    plain, _ = compose("hopeful", 84, 4, [])
    return joined(play(book, reel())), joined(play(plain, reel([("", 3.0), ("", 12.0)], 30.0, 34.0))), plain


def rms(wave):
    return float(np.sqrt(np.mean(wave**2)))


def test_the_music_lasts_as_long_as_the_film_and_dies_with_it(heard):
    """To the sample; it sounds until the last moment, is silent on it, and is never clipped."""
    wave = heard[0]
    assert len(wave) == 60 * RATE
    assert np.abs(wave).max() < 0.95
    assert rms(wave[-RATE // 2 : -RATE // 5]) > 0.01 * rms(wave)
    assert np.abs(wave[-240:]).max() < 0.002


@pytest.fixture(scope="module")
def heavy():
    """Half a minute each of the moods with the deepest drums."""
    scenes = reel([("", 3.0), ("", 12.0)], 30.0, 34.0)
    return [joined(play(compose(mood, moods()[mood].tempo, 2, [])[0], scenes)) for mood in ("epic", "dark")]


def test_the_low_end_is_not_muddy(heard, heavy):
    """Less than a third of the power lies below 120 Hz, and next to nothing below 30 Hz."""
    for wave in (*heard[:2], *heavy):
        power = np.abs(np.fft.rfft(wave.mean(axis=1))) ** 2
        hertz = np.fft.rfftfreq(len(wave), 1 / RATE)
        assert power[hertz < 120].sum() < power.sum() / 3
        assert power[hertz < 30].sum() < power.sum() / 100


def test_it_is_wide(heard, heavy):
    """The two sides differ by more than a tenth of the whole."""
    for wave in (*heard[:2], *heavy):
        assert rms(wave[:, 0] - wave[:, 1]) > 0.1 * rms(wave)


@pytest.mark.parametrize("mood", ["joyful", "playful"])
def test_the_drums_agree_on_their_channel(mood):
    """Drums that beat and drums that strike share a channel: it has one volume and one place in each run."""
    book, _ = compose(mood, moods()[mood].tempo, 3, ["calm"])
    film, several = reel([("calm", 3.0), (mood, 12.0), ("calm", 30.0), (mood, 40.0)]), 0
    for _, midi in write(book, plan(book, film)):
        drums = [player for player in pretty_midi.PrettyMIDI(io.BytesIO(midi)).instruments if player.is_drum]
        several += len(drums) > 1
        for number in (7, 10):
            assert len({each.value for player in drums for each in player.control_changes if each.number == number}) <= 1
    assert several


def test_the_last_event_falls_on_the_last_frame():
    """The final chord is let go within a frame of the film's end, and nothing is struck in the last half second."""
    book, _ = story()
    notes = played(book, reel())
    assert max(end for _, end, _, _ in notes) == pytest.approx(60.0, abs=1 / 60)
    assert max(start for start, _, _, _ in notes) < 59.5


def test_it_follows_the_story(heard):
    """The title is softest, the most stirred scene the loudest, the last scene softer again: an arc."""
    wave, (_, spans) = heard[0], story()
    level = {span.start: rms(wave[int(span.start * RATE) : int(span.end * RATE)]) for span in spans}
    peak = max((span for span in spans if span.role == "scene"), key=lambda span: max(span.force))
    last = next(span for span in spans[::-1] if span.role == "scene")
    assert peak.cue.mood in ("tense", "joyful")
    assert level[peak.start] == max(level.values())
    assert level[0] < 0.5 * level[peak.start]
    assert level[last.start] < 0.75 * level[peak.start]


def test_the_key_and_the_tempo_are_heard(heard):
    """A listener made of numbers hears the key of the book, and the tempo asked for."""
    _, wave, book = heard
    found, cue = listen(wave), book.cue("")
    assert (found.tonic, found.major) == (cue.tonic, True)
    assert found.tempo == pytest.approx(84, rel=0.03)


def test_cues_begin_with_their_scenes_on_the_bar():
    """Spans follow each other without a gap, each a whole number of beats; a new mood strikes on the scene's first frame."""
    book, spans = story()
    starts = [at for _, at in STORY]
    assert [span.start for span in spans if span.role == "scene"] == starts
    for before, after in itertools.pairwise(spans):
        assert before.end == after.start
    notes = played(book, reel())
    for at in starts[1:]:
        assert min(abs(start - at) for start, _, _, who in notes if who.startswith("hit")) < 0.02
    for span in spans[1:-1]:
        assert span.pace == pytest.approx(span.cue.beat, rel=0.06)
        assert all(beats == span.cue.data.metre for beats in span.units[:-1])


def test_scenes_of_one_mood_keep_their_pace():
    """Without moods to follow, a film has one cue whose tempo is the one asked for within 1.5 %."""
    book, _ = compose("calm", 76, 3, [])
    spans = plan(book, reel([("", 3.0), ("", 11.0), ("", 20.5), ("", 31.0)], 43.0, 47.0))
    assert [span.role for span in spans] == ["title", "scene", "ending"]
    assert 60 / spans[1].pace == pytest.approx(76, rel=0.015)
    assert len(spans[1].touches) == 3


@pytest.mark.parametrize(
    ("scenes", "end", "seconds"),
    [
        ([("", 0.0)], 0.5, 0.5), ([("", 0.0)], 4.0, 4.0), ([("calm", 0.0)], 3.0, 30.0), ([("", 0.0)], 300.0, 304.0),
        ([("epic", 3 + 0.3 * i) for i in range(40)], 15.0, 19.0), ([("calm", 3.0), ("tense", 3.4), ("epic", 9.0)], 13.0, 13.0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("tempo", [40, 133, 220])
def test_any_film_can_be_scored(scenes, end, seconds, tempo):
    """Very short, very long, scenes of a moment, no title, no credits: the notes end where the film does."""
    book, _ = compose("sad", tempo, 5, [mood for mood, _ in scenes if mood])
    film = reel(scenes, end, seconds)
    spans = plan(book, film)
    assert (spans[0].start, spans[-1].end) == (0.0, seconds)
    assert all(span.end > span.start and span.beats > 0 for span in spans)
    assert max(stop for _, stop, _, _ in played(book, film)) == pytest.approx(seconds, abs=0.07)


def test_same_request_same_bytes_other_seed_other_theme(heard, tmp_path):
    """A book can be made again to the byte, and sounds the same to the sample; another seed has another theme."""
    request = MusicRequest(mood="warm", tempo=84, seed=7, scenes=tuple(sorted(mood for mood, _ in STORY)))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        load_engine("music", "score")(request, {}, tmp_path / name)
    one, two = ((tmp_path / name / "score.json").read_bytes() for name in ("one", "two"))
    assert one == two
    assert np.array_equal(joined(play(Book.model_validate_json(one), reel())), heard[0])
    themes = {compose("warm", 84, seed, [])[0].theme.head for seed in range(12)}
    assert len(themes) >= 8


def test_a_mood_more_leaves_the_other_cues_alone():
    """Cues depend on seed and mood alone; order and number of the scenes change nothing in them."""
    few, many = (compose("calm", 72, 9, words)[0] for words in (["tense"], ["joyful", "tense", "dark", "tense"]))
    assert few.theme == many.theme
    assert {few.cues["calm"], few.cues["tense"]} <= set(many.cues.values())
    assert len({cue.tonic for cue in many.cues.values()}) == 1


def test_the_film_has_its_tempo_and_each_mood_its_own():
    """The main mood's cue goes at the tempo asked for, faster moods faster and slower ones slower, all within the limits."""
    book, _ = compose("hopeful", 88, 1, ["joyful", "sad"])
    assert book.cues["hopeful"].tempo == 88
    assert book.cues["joyful"].tempo > 100
    assert book.cues["sad"].tempo < 75
    assert compose("sad", 220, 1, ["joyful"])[0].cues["joyful"].tempo == 220


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
    """A mood that means nothing here gets the calm score and a note, not an error; in a scene, the film's own mood."""
    mood, note = find_mood(words)
    assert mood == "calm"
    assert "calm" in note
    book, notes = compose("epic", 90, 1, [words])
    assert (book.cue(words).mood, notes) == ("epic", ())


@pytest.mark.parametrize("tempo", [0, 39, 221, 500])
def test_impossible_tempo_is_refused_in_a_sentence(tempo, tmp_path):
    """A tempo no one can play is refused and nothing is written."""
    with pytest.raises(EngineError, match="40 to 220"):
        load_engine("music", "score")(MusicRequest(tempo=tempo), {}, tmp_path)
    assert not list(tmp_path.iterdir())


def test_midi_is_read_as_it_was_written():
    """Another program reads the same notes, programs and drums from the file; sixteen melodic players are too many."""
    notes = [Struck(0.0, 0.5, 60, 90), Struck(0.5, 1.25, 64, 8)]
    data = file_bytes([Player("lead", 40, notes, [(0.0, 7, 100)]), Player("kit", -1, notes)])
    lead, kit = pretty_midi.PrettyMIDI(io.BytesIO(data)).instruments
    assert (lead.program, lead.is_drum, kit.is_drum, lead.name) == (40, False, True, "lead")
    assert [(n.pitch, n.velocity) for n in lead.notes] == [(60, 90), (64, 8)]
    assert lead.notes[1].end == pytest.approx(1.25, abs=1e-3)
    with pytest.raises(ValueError, match="15 channels"):
        file_bytes([Player(str(i), i, notes) for i in range(16)])


def test_the_credit_names_the_players():
    """The film's credits can say who played: the synthesiser and the sound set with its licence."""
    spec = load_engine("music", "score").spec
    assert "TimGM6mb" in spec.credit
    assert "GPL" in spec.credit
    assert len(moods()) >= 10


def test_a_span_keeps_its_tempo_and_meets_the_picture_with_its_last_beats():
    """All beats but those of the last bar, the title's first and the ending's last go at the cue's tempo, within 2 %."""
    for tempo in (53, 76, 84, 101, 139):
        for span in story(tempo=tempo)[1]:
            clock = Clock([span])
            marks = [clock.seconds(beat) for beat in range(span.beats + 1)]
            assert marks[-1] == pytest.approx(span.end - span.start)
            assert all(after > before for before, after in itertools.pairwise(marks))
            free = range(1, span.beats) if span.role == "title" else range(span.beats - max(span.units[-1], 4))
            if len(span.units) > 1:
                assert all(marks[b + 1] - marks[b] == pytest.approx(span.cue.beat, rel=0.021) for b in free)


@pytest.mark.parametrize(("tempo", "whole"), [(56, True), (100, False)])
def test_long_beats_are_not_halved(tempo, whole):
    """Where a beat lasts longer than 0.85 seconds the figure goes in whole beats, else it may go between them."""
    book, _ = compose("sad", tempo, 3, [])
    runs = written(book, plan(book, reel([("", 3.0)], 40.0, 44.0)))
    starts = [note.start for run in runs for note in run.parts["figure"].notes if note.start < run.spans[-1].beats]
    inside = [start for start in starts if start < sum(span.beats for run in runs for span in run.spans[:-1])]
    assert inside
    assert all(start % 1 == 0 for start in inside) == whole
