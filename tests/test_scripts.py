"""Films from the person's own script: every word of theirs is spoken, in order, and scenes are cut where they would cut."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.errors import FilmError
from tools.engines import Brief, load_engine
from tools.engines.authored import read_brief
from tools.engines.authored.fountain import read_fountain

SCRIPT = """# The Lake

Every winter my grandfather went down to the frozen lake with a chair and a lamp. He never fished.

He said he was listening. The ice, he said, kept everything that had ever been whispered over it.

One night I followed him. I was nine. I heard my own name."""

PLAY = """Title: The _Lamp_
Author: A. Person
    and B. Person

# Act One

= The keeper finds the lamp out.

INT. LIGHTHOUSE - NIGHT #1#

Mara climbs the stairs. The lamp is **out**. [[check
this]]

MARA (V.O.)
(whispering)
Who is *there*?

@McAvoy ^
Only me.

/* a scene that
was cut */

> CUT TO:

.THE BEACH AT DAWN

!THE SEA ANSWERS.
Mara walks along the sand with a dog, in the rain.

~Row, row, row your boat

> THE END <

===
"""


def write(text, kind, scenes=0, seconds=0.0):
    return load_engine("story", "authored")(Brief(text=text, kind=kind, scenes=scenes, seconds=seconds, seed=3))


def spoken(film) -> list[str]:
    return " ".join(s.narration for s in film.scenes).split()


def test_a_script_is_spoken_word_for_word():
    """The sentences of the script are the narration; its heading is the film's title."""
    film = write(SCRIPT, "script")
    assert spoken(film) == SCRIPT.split("\n", 1)[1].split()
    assert film.title == "The Lake" and len(film.scenes) == 3
    assert "lake" in film.scenes[0].description and "night" in film.scenes[2].description


@pytest.mark.parametrize("scenes", [1, 2, 4, 7])
def test_a_script_is_regrouped_into_the_asked_scenes(scenes):
    """With a number of scenes the words are divided anew, none lost, none moved."""
    film = write(SCRIPT, "script", scenes)
    assert len(film.scenes) == scenes and spoken(film) == SCRIPT.split("\n", 1)[1].split()


WORD = st.text(alphabet=st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEÉ'-,.!?\"é0123"), min_size=1, max_size=9)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(WORD, min_size=1, max_size=40), min_size=1, max_size=6), st.integers(0, 6))
def test_every_word_of_any_script_is_spoken_in_order(paragraphs, scenes):
    """Whatever the paragraphs are, no word is lost, changed or moved."""
    text = "The start of it all is this. " + "\n\n".join(" ".join(p) for p in paragraphs)
    assert spoken(write(text, "script", scenes)) == text.split()


def test_a_long_paragraph_becomes_several_scenes():
    """A page without a break is cut between sentences into scenes of a few breaths."""
    text = " ".join(f"This is sentence number {i} of a very long page." for i in range(60))
    film = write(text, "script")
    assert len(film.scenes) > 8 and spoken(film) == text.split()
    assert all(s.narration.endswith(".") for s in film.scenes)


def test_a_fountain_screenplay_is_read():
    """Headings set the scenes, action and dialogue are spoken, notes and cuts and transitions are not."""
    film = write(PLAY, "fountain")
    words = " ".join(spoken(film))
    assert film.title == "The Lamp" and "A. Person" in film.logline
    assert len(film.scenes) == 2
    assert words == (
        "Mara climbs the stairs. The lamp is out. Mara says: Who is there? McAvoy says: Only me. "
        "THE SEA ANSWERS. Mara walks along the sand with a dog, in the rain. Row, row, row your boat THE END"
    )
    first, second = film.scenes
    assert "night" in first.description and "lighthouse" in first.description
    assert (
        "beach" in second.description
        and "dawn" in second.description
        and "rain" in second.description
        and "dog" in second.description
    )
    assert any(c.name == "Mara" for c in film.cast)


def test_fountain_without_a_title_page_loses_nothing():
    """A text that begins with action has no title page to lose it in."""
    play = read_fountain("A door opens.\n\nINT. ROOM - DAY\n\nShe waits.")
    assert [p.lines for p in play.passages] == [["A door opens."], ["She waits."]]


@pytest.mark.parametrize("mark", ["- ", "* ", "1. ", "• "])
def test_an_outline_gives_one_scene_a_line(mark):
    """Each bullet is a scene in the person's words, completed to a sentence."""
    lines = ["a fox finds a radio in the snow", "it plays a voice from the city", "at night, an old woman opens the door"]
    numbered = [f"{i}. {x}" if mark == "1. " else mark + x for i, x in enumerate(lines, 1)]
    film = write("\n".join(numbered), "outline")
    assert [s.narration for s in film.scenes] == [x[0].upper() + x[1:] + "." for x in lines]
    assert (
        "fox" in film.scenes[0].description
        and "old woman" in film.scenes[2].description
        and "night" in film.scenes[2].description
    )


@pytest.mark.parametrize(
    ("text", "suffix", "kind"),
    [
        ("a fox finds a radio", "", "premise"),
        ("A fox finds a radio. It plays the sea.", ".txt", "premise"),
        (SCRIPT, ".txt", "script"),
        (PLAY, ".fountain", "fountain"),
        ("INT. ROOM - DAY\n\nShe waits.\n\nEXT. SEA - NIGHT\n\nWaves.", ".txt", "fountain"),
        ("- one fox\n- one radio\n- the sea", ".md", "outline"),
        ("1) a fox\n2) a radio", "", "outline"),
    ],
)
def test_what_kind_of_text_it_is_can_be_guessed(text, suffix, kind):
    """Fountain by name or headings, outlines by bullets, scripts by length, else a premise."""
    assert read_brief(text, suffix) == kind


def test_marks_of_other_machines_do_not_hurt():
    """A byte order mark, carriage returns and form feeds are taken for what they are."""
    film = write("\ufeffThe fox waits.\r\n\r\nThe sea answers.\r\n\x0c\r\nThe end comes.", "script")
    assert [s.narration for s in film.scenes] == ["The fox waits.", "The sea answers.", "The end comes."]


@pytest.mark.parametrize(
    "text", ["PK\x03\x04\x00\x00\x00binary", "# Only a heading", "[[only a note]]", "狐狸找到了收音机。大海回答了。"]
)
def test_what_is_no_script_is_refused_in_a_sentence(text):
    """Binary files, headings alone, and other languages get a sentence and no film."""
    with pytest.raises(FilmError, match=r"[Nn]othing"):
        write(text, "fountain" if text.startswith("[") else "script")


def test_too_many_scenes_for_the_words_are_refused():
    """Three words cannot be cut into twelve scenes."""
    with pytest.raises(FilmError, match="too few words"):
        write("The fox waits.", "script", 12)


def test_a_very_large_script_is_cut_into_at_most_four_hundred_scenes():
    """A novel's worth of text is read whole; more than the limit of characters is refused in a sentence."""
    text = "\n\n".join(f"The fox walked on for day {i}. The snow fell." for i in range(4000))
    film = write(text, "script")
    assert len(film.scenes) == 400 and spoken(film) == text.split()
    with pytest.raises(FilmError, match="most that can be read"):
        write("fox " * 1_300_000, "script")


def test_pauses_help_towards_the_asked_seconds_and_words_are_left_alone():
    """Asking for a longer film lengthens the pauses, never the words."""
    short, long = write(SCRIPT, "script", seconds=30), write(SCRIPT, "script", seconds=60)
    assert spoken(short) == spoken(long)
    assert sum(s.pause for s in long.scenes) > sum(s.pause for s in short.scenes)


def test_emphasis_and_escapes_keep_their_words():
    """Stars and underlines go, escaped ones stay."""
    play = read_fountain("He reads ***every*** _word_ of snake_case and 2 \\* 3.")
    assert play.passages[0].lines == ["He reads every word of snake_case and 2 * 3."]


def test_scene_ids_are_plain_and_stable():
    """Scenes are s1, s2, ... and shots s1a, s1b, s1c."""
    film = write(SCRIPT, "script")
    assert [s.id for s in film.scenes] == ["s1", "s2", "s3"]
    assert all(re.fullmatch(rf"{s.id}[abc]", h.id) for s in film.scenes for h in s.shots)


def test_chapter_headings_name_their_scenes_and_are_not_spoken():
    """Lines that only name a chapter become titles; the chapters' words are spoken whole."""
    text = "Chapter 1: The House\n\nThe house stood empty. Ana went in.\n\nChapter 2: The Clock\n\nIt was wound every day."
    film = load_engine("story", "authored")(Brief(text=text, kind="script"))
    assert [s.title for s in film.scenes] == ["The House", "The Clock"]
    assert not any("Chapter" in s.narration for s in film.scenes)


def test_a_title_from_the_words_ends_where_a_phrase_ends():
    """Poems and news give titles that are not cut in the middle of a phrase."""
    poem = "The fog comes in on quiet shoes\nand leaves its coat upon the pier.\n\nThe gulls have nothing left to lose."
    news = "RIVERTON, Tuesday - A bridge reopened after nine years, and many people crossed it. It rained. Nobody cared."
    write = load_engine("story", "authored")
    assert write(Brief(text=poem, kind="script")).title == "The Fog Comes in on Quiet Shoes"
    assert write(Brief(text=news, kind="script")).title == "A Bridge Reopened After Nine Years"


def test_whom_a_pronoun_means_is_painted():
    """A scene that says only she or her shows the one whom the film began with, and nobody who is merely an owner."""
    lines = "- A girl finds an old map\n- A fisherman lends her a boat\n- She finds her grandmother's garden"
    film = load_engine("story", "authored")(Brief(text=lines, kind="outline"))
    assert all("girl" in s.description.lower() for s in film.scenes)
    assert "grandmother" not in film.scenes[-1].description.lower() and "fisherman" in film.scenes[1].description.lower()


def test_ages_and_duplicates_stay_out_of_a_screenplay():
    """An age behind a name is not spoken, a father named beside his name is one person, a boat is one boat."""
    play = "INT. WORKSHOP - DAWN\n\nMARA (30s) sands a small boat. TOMAS (60s), her father, watches. Mara smiles. Tomas nods.\n"
    scene = load_engine("story", "authored")(Brief(text=play, kind="fountain")).scenes[0]
    assert "30s" not in scene.narration and "MARA sands" in scene.narration
    assert "father" not in scene.description and scene.description.count("boat") == 1
