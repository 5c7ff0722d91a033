"""Drafting from a premise, in the person's words: what they named stays, the seconds fit, the English is right."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.errors import FilmError
from memory.film import SIZES, Film
from tools.engines import Brief, load_engine
from tools.engines.authored.draft import film_seconds, speech_seconds
from tools.engines.authored.premise import read_premise
from tools.engines.authored.views import facts_for
from tools.engines.authored.words import article, past
from tools.timing import Timed, clock

PREMISES = {
    "an old lighthouse keeper and a small robot learn to answer the sea": ("keeper", "robot", "sea", "lighthouse"),
    "Two rival bakers in Lisbon discover a ghost in the oven": ("bakers", "ghost", "Lisbon"),
    "a girl who builds a kite from her grandmother's letters": ("girl", "kite"),
    "A boy named Tomas finds a key that opens any door, but every door takes a memory": ("Tomas", "key"),
    "three sisters and a goat cross the Sahara to deliver a piano": ("sisters", "goat", "piano"),
    "In a village in the Andes, a potter loses her shadow": ("potter", "shadow", "village"),
    "A king sells the river and the kingdom slowly forgets how to sing": ("king", "river", "kingdom"),
    "a shy dragon guards a library": ("dragon", "library"),
    "An orchestra of street musicians in Lagos saves the old cinema": ("musicians", "cinema", "Lagos"),
    "An astronaut returns home to find that her daughter is older than she is": ("astronaut", "home", "daughter"),
    "Mara lives alone on an island. One day a whale brings her a letter from the sea.": ("Mara", "whale", "letter", "island"),
    "humanity and artificial intelligence": ("humanity", "artificial intelligence"),
    "the last tree on Earth": ("tree",),
    "my grandmother's garden": ("grandmother", "garden"),
}
WRONG = re.compile(
    r"[{}]|\b(?:a|A) (?=[aeio])(?!one\b|once\b)|\b[Aa]n (?=[bcdfgjklmnpqrstvwxyz])|\b(\w+) \1\b(?! had)|\bthey was\b|\bwe was\b"
    r"|\b(?:she|he|it) were\b(?! a)|\bthe the\b| ,|,,|\.\.|\(hands\)|\(b\)|\(y\)|\(thing\)|None|  "
)


def write(text, seconds=60.0, scenes=0, seed=1, aspect="16:9", kind="premise") -> Film:
    return load_engine("story", "authored")(
        Brief(text=text, kind=kind, scenes=scenes, seconds=seconds, seed=seed, aspect=aspect)
    )


def words_of(film: Film) -> str:
    return " ".join(s.narration for s in film.scenes)


def length(film: Film) -> float:
    timed = [Timed(s.id, speech_seconds(s.narration), s.pause, s.transition) for s in film.scenes]
    return clock(timed, 30, 3)[-1].end / 30 + 4


@pytest.mark.parametrize("premise", PREMISES)
def test_what_the_person_named_is_in_the_words(premise):
    """Every person, place and thing of the premise is spoken of in the film."""
    for seed in (1, 2, 3):
        said = words_of(write(premise, seed=seed)).lower()
        assert [w for w in PREMISES[premise] if w.lower() not in said] == []


@pytest.mark.parametrize("premise", PREMISES)
def test_heroes_stay_alive_to_the_end(premise):
    """The heroes are painted in every scene; the first and the last share their words, the film's answer to itself."""
    film = write(premise)
    for scene in film.scenes if film.cast else ():
        seen = scene.description.lower()
        assert any(_last_noun(m.description) in seen or m.name.lower() in seen for m in film.cast), scene.description
    first, last = film.scenes[0], film.scenes[-1]
    shared = set(first.narration.lower().split()) & set(last.narration.lower().split()) - {
        "the",
        "a",
        "and",
        "was",
        "of",
        "to",
        "it",
    }
    assert shared


def _last_noun(painted: str) -> str:
    core = re.split(r" (?:in|with|of|who|afraid|named) ", painted, maxsplit=1)[0]
    return core.lower().split()[-1]


@pytest.mark.parametrize("premise", PREMISES)
def test_the_english_is_clean(premise):
    """No residue of templates, no wrong article, no doubled word, capitals and full stops where they belong."""
    for seed in range(8):
        film = write(premise, seed=seed)
        for scene in film.scenes:
            spoken = scene.narration.replace("as if it were", "as if")
            assert not WRONG.search(spoken), (WRONG.search(scene.narration), scene.narration)
            assert not WRONG.search(scene.description), (WRONG.search(scene.description), scene.description)
            assert all(s[:1].isupper() for s in re.split(r"(?<=[.!?]) ", scene.narration)), scene.narration
            assert scene.narration.endswith((".", "!", "?"))


@pytest.mark.parametrize("seconds", [20, 30, 45, 60, 90, 120, 300])
def test_the_film_lasts_what_was_asked(seconds):
    """Title, credits, words and pauses land within ten per cent of the asked seconds, by the estimate of the voice."""
    for premise in list(PREMISES)[:: 3 if seconds == 300 else 2]:
        assert length(write(premise, seconds)) == pytest.approx(seconds, rel=0.1), premise


@pytest.mark.parametrize(("scenes", "seconds"), [(1, 20), (3, 120), (5, 60), (12, 120), (20, 120)])
def test_asked_scenes_are_the_scenes(scenes, seconds):
    """The number of scenes is the number that was asked for, and the length holds with it."""
    for premise in list(PREMISES)[::4]:
        film = write(premise, seconds, scenes)
        assert len(film.scenes) == scenes
        assert length(film) == pytest.approx(seconds, rel=0.1)


def test_a_long_film_does_not_repeat_itself():
    """In five minutes of thirty scenes no sentence comes twice, no title comes twice, no scene is without words."""
    for premise in list(PREMISES)[::3]:
        film = write(premise, 300)
        assert len(film.scenes) == 30
        sentences = [s for scene in film.scenes for s in re.split(r"(?<=[.!?]) ", scene.narration)]
        assert sorted({s for s in sentences if sentences.count(s) > 1}) == []
        assert len({s.title for s in film.scenes}) == 30
        assert all(s.narration for s in film.scenes)


def test_the_same_brief_is_the_same_film_and_another_seed_another():
    """Drafting is repeatable to the byte, and the seed changes the story's words."""
    premise = next(iter(PREMISES))
    assert write(premise).model_dump_json() == write(premise).model_dump_json()
    assert len({words_of(write(premise, seed=s)) for s in range(6)}) >= 5


def test_different_premises_take_different_arcs():
    """At least five kinds of story are told, chosen by what the premise is about."""
    from tools.engines.authored.draft import draft

    assert len({draft(read_premise(p), 60, 0, 1).arc for p in PREMISES}) >= 7
    assert draft(read_premise("humanity and artificial intelligence"), 60, 0, 1).arc == "reflection"


def test_the_picture_changes_from_scene_to_scene():
    """Places, hours and camera moves vary; no camera move follows itself; the last scene alone fades to black."""
    film = write(next(iter(PREMISES)), 120)
    assert len({s.description for s in film.scenes}) == len(film.scenes)
    moves = [shot.camera.move for s in film.scenes for shot in s.shots]
    assert all(a != b for a, b in pairwise(moves))
    assert [s.transition.kind for s in film.scenes] == ["cut"] * (len(film.scenes) - 1) + ["fade_to_black"]
    assert any(len(s.shots) == 2 for s in film.scenes) and any(s.strokes for sc in film.scenes for s in sc.shots)
    known = load_engine("sounds", "synth").spec.capabilities["kinds"]
    assert all(sound.kind in known for s in film.scenes for sound in s.sounds)


@pytest.mark.parametrize("aspect", SIZES)
def test_the_frame_is_the_one_asked_for(aspect):
    """Width and height belong to the aspect."""
    film = write("a fox finds a radio", aspect=aspect)
    assert (film.aspect, (film.width, film.height)) == (aspect, SIZES[aspect])


def test_it_says_that_it_is_not_a_language_model():
    """The film and the engine's credit say plainly what wrote the story."""
    film = write("a fox finds a radio")
    assert "not a language model" in film.model_dump()["drafted_by"]
    assert "not a language model" in load_engine("story", "authored").spec.credit
    assert film.title.lower() != "a fox finds a radio"
    assert len(film.style.palette) == 5


def test_pronouns_are_only_what_the_words_say():
    """A keeper is they, a girl is she, and a clockmaker whom the words call her is she."""
    assert read_premise("an old keeper tends a lamp").heroes[0].pronoun == "they"
    assert read_premise("a girl finds a key").heroes[0].pronoun == "she"
    assert read_premise("a clockmaker loses her clock").heroes[0].pronoun == "she"
    assert read_premise("two foxes find a radio").heroes[0].count == 2


@pytest.mark.parametrize(
    ("premise", "field", "meant"),
    [
        ("a clockmaker must repair the town's last clock", "goal", "repair the town's last clock"),
        ("a boy searches the harbour for his brother", "goal", "find his brother"),
        ("a lonely robot who tends a lighthouse", "state", "tended a lighthouse"),
        ("Two rival bakers discover a ghost", "event", "discovered a ghost"),
        ("I want a short film about a whale who wants to see the stars", "goal", "see the stars"),
        ("the future of work", "topic", "the future of work"),
        ("A boy named Tomas finds a key that opens any door", "event", "found a key that opened any door"),
    ],
)
def test_a_premise_is_read_for_what_it_says(premise, field, meant):
    """Wanting, happening and living are told apart."""
    assert getattr(read_premise(premise), field) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n",
        "一个老灯塔看守人学会回答大海",
        "🦊🌊🤖",
        "старый смотритель маяка",
        "!!! ???",
        "un viejo farero y un robot que aprenden a responder al mar",
    ],
)
def test_what_it_cannot_read_it_refuses_in_a_sentence(text):
    """Nothing, signs, emoji and other languages get a sentence that says what to do."""
    with pytest.raises(FilmError, match=r"[Nn]othing|sentence"):
        write(text)


def test_other_languages_are_told_what_would_work():
    """The sentence names English, the script, and that nothing is lost."""
    with pytest.raises(FilmError, match=r"English only.*script in English.*nothing is lost"):
        write("老人与海")


@pytest.mark.parametrize(
    ("scenes", "seconds"), [(10_000, 60), (401, 0), (-1, 60), (0, -5), (0, 3601), (0, float("nan")), (0, float("inf"))]
)
def test_impossible_numbers_are_refused(scenes, seconds):
    """Ten thousand scenes, negative seconds and more than an hour get a sentence."""
    with pytest.raises(FilmError):
        write("a fox finds a radio", seconds, scenes)


def test_an_unknown_aspect_is_refused():
    """An aspect that no frame has is refused with the choices."""
    with pytest.raises(FilmError, match="16:9"):
        write("a fox finds a radio", aspect="3:1")


def test_the_largest_film_is_written():
    """Four hundred scenes in an hour are drafted, each with words and its own title."""
    film = write("a fox finds a radio", 3600, 400)
    assert len(film.scenes) == 400 and all(s.narration for s in film.scenes)
    assert len({s.title for s in film.scenes}) == 400


def test_words_are_inflected_rightly():
    """Articles go by sound and pasts by the verb's own form."""
    assert [article(w) for w in ("hour", "unicorn", "old man", "one-eyed pigeon", "user", "umbrella", "honest fox", "ewe")] == [
        "an hour", "a unicorn", "an old man", "a one-eyed pigeon", "a user", "an umbrella", "an honest fox", "a ewe",
    ]  # fmt: skip
    assert [past(w) for w in ("carry", "stop", "find", "bake", "play", "sing")] == [
        "carried",
        "stopped",
        "found",
        "baked",
        "played",
        "sang",
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.integers(0, 2**31), st.sampled_from([0, 10, 60]))
def test_any_text_gives_a_film_or_a_sentence(text, seed, seconds):
    """Whatever is typed, the writer makes a valid film or refuses with FilmError; it never breaks."""
    try:
        film = write(text, seconds, seed=seed)
    except FilmError as refusal:
        assert len(str(refusal)) > 20
        return
    assert film.scenes and words_of(film).strip()


SOME_WORDS = [
    "a",
    "an",
    "the",
    "fox",
    "robot",
    "old",
    "who",
    "finds",
    "lost",
    "and",
    "of",
    "in",
    "to",
    "sea",
    "door",
    "wants",
    "but",
    "with",
    "two",
    "they",
    "her",
    "light",
]
ENGLISH = st.lists(st.sampled_from(SOME_WORDS), min_size=1, max_size=14)


@settings(max_examples=60, deadline=None)
@given(ENGLISH, st.integers(0, 50))
def test_broken_english_still_gives_a_film(words, seed):
    """Words in any order are told somehow, without residue of templates."""
    try:
        film = write(" ".join(words), seed=seed)
    except FilmError:
        assert set(words) <= {"a", "an"}
        return
    assert not re.search(r"[{}]|\((?:hands|b|thing)\)", words_of(film))


def test_the_estimate_counts_what_the_build_adds():
    """The writer's own estimate agrees with the film's clock to a few frames a scene."""
    from tools.engines.authored.draft import draft

    told = draft(read_premise("a fox finds a radio"), 60, 0, 1)
    assert film_seconds(told.scenes) == pytest.approx(length(write("a fox finds a radio")), abs=0.6)


@pytest.mark.parametrize(
    "arc", ["quest", "learning", "making", "guarding", "homecoming", "loss", "wonder", "burden", "keeping"]
)
def test_what_is_set_up_is_answered(arc):
    """Every plot has a setup in its first try, and a turn that answers it, both kept in a film of a minute."""
    from tools.engines.authored.plots import plots

    for plot in plots(arc):
        kept = [b.stage for b in plot.shortened(4)]
        assert kept == ["want", "try", "fail", "act"], plot.name
        assert all(b.see and b.wordings for b in plot.beats)


def test_the_stranger_of_the_setup_comes_back():
    """Who is met at the beginning is at the turn of the story, by the same word, and as the same figure in the picture."""
    film = write("a woman crosses the Sahara to find the singing dune", 120, seed=4)
    met = [
        i
        for i, s in enumerate(film.scenes)
        if re.search(r"\b(?:trader|storyteller|driver|digger|seller|musician|boy)\b", s.narration)
    ]
    assert len(met) >= 2 and met[-1] - met[0] >= 3


VOICES = {
    "a princess who cannot sleep": "fairy", "noir: a private eye hunts a saxophone": "noir", "you are a raindrop": "you",
    "Anansi tricks the sky god": "myth", "I was nine when the river froze": "memoir", "a letter to my late father": "letter",
    "a comedy about two ghosts who rent a flat": "comedy", "a scary story about a cellar": "scare", "a fox finds a radio": "",
    "a documentary about otters": "documentary",
}  # fmt: skip


@pytest.mark.parametrize(("premise", "voice"), VOICES.items())
def test_the_voice_is_what_was_asked_for(premise, voice):
    """A film is told in the manner that its premise names, or that its matter asks for."""
    from tools.engines.authored.draft import draft

    assert draft(read_premise(premise), 60, 0, 1).telling.voice == voice


def test_common_subjects_are_explained_by_what_is_known():
    """A film that explains says facts of its subject, in their order, and shows them; nothing is told of what is not known."""
    said = words_of(write("how bees make honey", 90))
    assert said.index("nectar") < said.index("wings") < said.index("lid of wax")
    assert "Drais" in words_of(write("the history of the bicycle", 90))
    assert not re.search(r"\b1[0-9]{3}\b", words_of(write("the history of the zipper", 90)))


@pytest.mark.parametrize(
    "premise",
    [
        "why do we watch sad films?", "how do I heal a broken heart?", "why do we spring to help strangers?",
        "how to post a song on the internet", "why dogs howl at the moon", "why do we cry at the cinema",
        "the heart of the city",
    ],
)  # fmt: skip
def test_a_word_in_passing_is_no_subject(premise):
    """A question about people is no lecture on clocks, pumps or letter boxes because a word of it could mean them."""
    assert facts_for(read_premise(premise)) == []


@pytest.mark.parametrize(
    ("premise", "said"),
    [
        ("how bees make honey", "nectar"), ("why is the sky blue", "Sunlight"), ("the history of the bicycle", "Drais"),
        ("why stars twinkle", "Every star"), ("what causes the tides", "The Moon"), ("why do we have seasons", "the Sun"),
        ("the night the Titanic sank", "Southampton"), ("why do cats always land on their feet", "purr"),
        ("how was the Berlin Wall built", "one night"), ("when was the first photograph taken", "dark room"),
        ("what is inside a black hole", "a ball"), ("how the human heart works", "a pump"),
    ],
)  # fmt: skip
def test_the_subject_of_a_question_is_known(premise, said):
    """What a question is about is found as its subject, its object, or as what anybody does."""
    assert said in facts_for(read_premise(premise))[0].wordings[0]


def test_a_letter_is_addressed_and_told_in_the_first_person():
    """A letter begins with its name, speaks to "you", and is written by one who is seen writing."""
    film = write("a letter to my late father")
    assert film.scenes[0].narration.startswith("Dear Father.")
    assert re.search(r"\byou\b", words_of(film)) and [m.name for m in film.cast] == ["Narrator"]
    assert "writes" in " ".join(s.description for s in film.scenes)


def test_scenes_are_seen_as_acts():
    """Hardly any scene has somebody merely standing there; who acts is named without the clothes of the cast list."""
    seen = [s for p in PREMISES for s in write(p).scenes]
    assert sum(bool(re.search(r"\bstands? (?:in|on|at|beside) an?\b", s.description)) for s in seen) <= 0.05 * len(seen)
    film = write("an old lighthouse keeper and a small robot learn to answer the sea")
    looks = [" ".join(m.description.split()[-3:]) for m in film.cast if " in " in m.description]
    assert looks and not any(look in s.description for look in looks for s in film.scenes)


def test_the_weather_suits_the_place():
    """No snow on a green meadow, no rain on the dunes, and a clear sky at the end."""
    for premise in ("a goat in the Himalaya", "a caravan in the Sahara seeks rain", "two brothers farm in Ireland"):
        for seed in range(6):
            film = write(premise, 120, seed=seed)
            assert not any("snow falling" in s.description and "green" in s.description for s in film.scenes)
            assert not any("rain" in s.description and "dune" in s.description for s in film.scenes)
            assert not any(sound.kind in {"rain", "thunder"} for sound in film.scenes[-1].sounds)


def test_a_region_has_places_of_its_own():
    """A film in Prague walks over its bridge and through its lanes, one in Kyoto past lanterns; the place is spoken of."""
    prague, kyoto = write("a detective in Prague loses his shadow", 120), write("an old woman in Kyoto folds cranes", 120)
    assert sum("bridge with statues" in s.description or "old town square" in s.description for s in prague.scenes) >= 2
    assert any("paper lanterns" in s.description for s in kyoto.scenes)
    assert "Prague" in words_of(prague) and "Kyoto" in words_of(kyoto)
