"""How the score is written: the rules of voice-leading, the theme that comes back, moods that differ in their notes."""

import itertools
from functools import cache

import numpy as np
import pytest

from tests.scored import STORY, reel, story, written
from tools.engines.score.arrange import percussion
from tools.engines.score.book import compose
from tools.engines.score.form import plan
from tools.engines.score.harmony import MODES, Key, Laid, Range, bass_pitch, parallel, voice
from tools.engines.score.melody import Line, Singer, invent
from tools.engines.score.moods import moods
from tools.engines.score.phrases import divide, harmony, rhythm

SEEDS = range(2)


def progressions():
    """Rows of chords that moods can play: their phrases in turn, one after another, the cadence and the last chord."""
    for mood in moods().values():
        for (number, mode), a in itertools.product(enumerate(mood.modes), mood.a):
            key, b = Key(2, mode), mood.b[(number + mood.a.index(a)) % len(mood.b)]
            yield mood, key, [key.chord(t) for t in f"{a} {b} {a} {mood.cadence} {mood.final}".split()]


@cache
def every_row():
    """Every progression laid out, once."""
    return [(mood, key, laid(mood, key, chords)) for mood, key, chords in progressions()]


def laid(mood, key, chords):
    before, rows = None, []
    for chord in chords:
        before = voice(key, chord, before, Range(53 + mood.lift, 76 + mood.lift))
        rows.append(before)
    return rows


def test_outer_voices_never_go_in_hollow_parallels():
    """Between bass and highest voice, and between lowest and highest of the upper voices, no parallel fifths or octaves."""
    for mood, key, rows in every_row():
        for one, two in itertools.pairwise(rows):
            bass = (bass_pitch(one.chord), bass_pitch(two.chord))
            assert not parallel((bass[0], one.pitches[-1]), (bass[1], two.pitches[-1])), (mood.words[0], key, one, two)
            assert not parallel((one.pitches[0], one.pitches[-1]), (two.pitches[0], two.pitches[-1]))


def test_voices_keep_their_range_and_move_little():
    """Four voices within their register, none leaps more than a sixth, and most move by step or stay."""
    moves = []
    for mood, _, rows in every_row():
        for one, two in itertools.pairwise(rows):
            moves += [abs(a - b) for a, b in zip(one.pitches, two.pitches, strict=True)]
        assert all(53 + mood.lift <= p <= 76 + mood.lift for row in rows for p in row.pitches)
        assert all(len(set(row.pitches)) == 4 for row in rows)
    assert max(moves) <= 9
    assert np.mean(moves) <= 2.5
    assert np.mean(np.array(moves) <= 2) > 0.6


def test_the_leading_tone_rises_to_the_tonic():
    """Where a dominant goes home, the tonic just above its leading tone follows, and no voice doubles the leading tone."""
    seen = 0
    for mood, key, chords in progressions():
        leading = (key.tonic - 1) % 12
        for one, two in itertools.pairwise(laid(mood, key, chords)):
            assert sum(p % 12 == leading for p in two.pitches) <= 1
            if leading in one.chord.tones and two.chord.root == key.tonic:
                for a in one.pitches:
                    if a % 12 == leading:
                        seen += 1
                        assert a + 1 in two.pitches, (mood.words[0], key, one, two)
    assert seen > 50


def test_a_chord_bends_only_its_own_degrees():
    """The scale over every chord keeps seven rising notes and holds all tones of the chord."""
    for _, key, chords in progressions():
        for chord in chords:
            scale = key.scale(chord)
            assert sorted(scale) == scale
            assert {(key.tonic + step) % 12 for step in scale} >= set(chord.tones)
            assert key.place(key.pitch(38, chord), chord) == 38


def lead_notes(run, name="lead"):
    return sorted(run.parts[name].notes, key=lambda note: note.start) if name in run.parts else []


def contour(run, index):
    """Scale steps from note to note of a span's tune, repeats left out, each read over the chord that sounds there."""
    span, key = run.spans[index], run.spans[index].cue.key
    begins = sum(before.beats for before in run.spans[:index])
    chords = [chord for phrase in run.phrases[index] for chord in harmony(span.cue, phrase)]
    starts = [begins + beats for beats in itertools.accumulate(span.units[:-1], initial=0)]
    notes = [note for note in lead_notes(run) if begins <= note.start < begins + span.beats]
    under = [chords[max(i for i, start in enumerate(starts) if note.start >= start)] for note in notes]
    places = [key.place(note.pitch, chord) for note, chord in zip(notes, under, strict=True)]
    return [b - a for a, b in itertools.pairwise(places) if b != a]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_theme_comes_back_in_every_cue(seed):
    """The tune of the first scene begins with the theme's head; so does every other cue's, in its own mode."""
    book, _ = compose("warm", 84, seed, [mood for mood, _ in STORY])
    runs = [run for run in written(book, plan(book, reel())) if run.spans[0].role != "ending"]
    assert len({run.spans[0].cue.mode for run in runs}) >= 2
    for run in runs:
        scene = next(index for index, span in enumerate(run.spans) if span.role == "scene")
        assert tuple(contour(run, scene)[: len(book.theme.head)]) == book.theme.head, run.spans[scene].cue.mood


def test_the_title_and_the_ending_sing_the_head_alone():
    """Before the story and after it a solo sings the theme's rhythm."""
    book, spans = story()
    runs = written(book, spans)
    first = [note for note in lead_notes(runs[0], "solo") if note.start < spans[0].beats]
    assert len(first) == 4
    assert len(lead_notes(runs[-1], "solo")) >= 4


def test_it_ends_with_a_cadence():
    """The last scene ends on the mood's half cadence, and the ending is its final chord with the tonic in bass and tune."""
    for name in moods():
        book, _ = compose(name, moods()[name].tempo, 2, [])
        spans = plan(book, reel([("", 3.0), ("", 12.0)], 30.0, 34.0))
        cue = spans[1].cue
        assert harmony(cue, divide(spans)[1][-1])[-1] == cue.key.chord(cue.data.cadence.split()[-1])
        (run,) = written(book, spans)
        arrival = sum(span.beats for span in spans[:-1])
        assert {n.pitch % 12 for n in run.parts["bass"].notes if n.start >= arrival} == {cue.tonic}
        assert next(n.pitch for n in run.parts["lead"].notes if n.start >= arrival) % 12 == cue.tonic


def test_the_tune_stays_in_its_range():
    """In every mood and with many seeds no note of the tune lies further than an octave and a third from its centre."""
    for name, seed in itertools.product(moods(), SEEDS):
        book, _ = compose(name, moods()[name].tempo, seed, [])
        for run in written(book, plan(book, reel([("", 3.0), ("", 20.0)], 50.0, 54.0))):
            for note in lead_notes(run):
                assert abs(note.pitch - moods()[name].centre) <= 17


def test_long_notes_mostly_belong_to_their_chord():
    """Of the head's notes of a beat or more over any chord of any theme, three in four are of the chord."""
    good = every = 0
    for name, seed in itertools.product(moods(), SEEDS):
        book, _ = compose(name, moods()[name].tempo, seed, [])
        cue = book.cue("")
        singer = Singer(cue.key, cue.data.centre)
        for chord in cue.chords("A"):
            head, _ = rhythm(cue, "medium", book.theme.gait)
            notes = singer.sing(Line(book.theme.head, head), [chord], [0.0], 0.5)
            long = [note for note in notes if note.length >= 1]
            every += len(long)
            good += sum(note.pitch % 12 in chord.tones for note in long)
    assert good / every > 0.75


def test_themes_are_singable():
    """One leap and steps against it, within a seventh."""
    for seed in range(60):
        theme = invent(np.random.default_rng(seed))
        places = list(itertools.accumulate(theme.head, initial=0))
        assert len(theme.head) == 3
        assert max(places) - min(places) <= 6
        assert sum(abs(step) > 2 for step in theme.head) <= 1


def test_ten_moods_differ_in_their_notes():
    """At one tempo and seed no two moods share register, density, loudness and mode."""
    seen = {}
    for name in moods():
        book, _ = compose(name, 90, 6, [])
        (run,) = written(book, plan(book, reel([("", 3.0)], 40.0, 44.0)))
        notes = [note for part in run.parts.values() for note in part.notes if part.program >= 0]
        density = len(notes) / 44
        pitch, force = np.mean([n.pitch for n in notes]), np.mean([n.force for n in notes])
        seen[name] = (density / 3, pitch / 4, force / 0.08, 2.0 * (4 in MODES[book.cue("").mode]))
    for one, two in itertools.combinations(seen, 2):
        assert np.linalg.norm(np.subtract(seen[one], seen[two])) > 0.3, (one, two)


def test_drums_that_are_misspelt_are_no_silence():
    """A mood whose drums the table does not have is an error; one without drums is not."""
    mood = moods()["joyful"]
    assert percussion(mood)["hits"]
    assert percussion(mood.model_copy(update={"perc": ""}))["hits"] == []
    with pytest.raises(KeyError):
        percussion(mood.model_copy(update={"perc": "shakre"}))


def test_every_mood_is_its_own_music():
    """Ten moods, each with chords its modes can play."""
    assert len(moods()) >= 10
    for mood in moods().values():
        for mode, tokens in itertools.product(mood.modes, [*mood.a, *mood.b, mood.cadence, mood.final]):
            for token in tokens.split():
                assert len(Key(0, mode).chord(token).tones) >= 3
        assert all(len(line.split()) == 4 for line in [*mood.a, *mood.b])


def test_a_first_chord_needs_nothing_before_it():
    """Laid without a chord before it, a chord has its third and lies in the middle."""
    key = Key(0, "ionian")
    found = voice(key, key.chord("1"), None)
    assert isinstance(found, Laid)
    assert {p % 12 for p in found.pitches} == {0, 4, 7}
