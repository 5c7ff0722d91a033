"""What a new film takes from memory: what fits, what always holds, nothing else; and what edits say of a person's taste."""

from __future__ import annotations

from pathlib import Path

import pytest

from memory import edits
from memory import taste as log
from memory.film import Film
from tests.tasting import known, settings, thirty
from tools import taste
from tools.taste_edits import colour_words


def test_a_new_film_is_given_what_fits_its_premise(tmp_path: Path) -> None:
    """Most premises that memory has something for get it; those it has nothing for get nothing, with rare exceptions."""
    mine = thirty(tmp_path)
    given = {premise: {row.key for row in taste.advise(mine, premise, pytest.fail)} for premise in known()["premises"]}
    fits = {premise: set(rows) for premise, rows in known()["premises"].items() if rows}
    right = sum(bool(given[premise] & rows) for premise, rows in fits.items())
    wrong = {premise: given[premise] - rows for premise, rows in fits.items() if given[premise] - rows}
    needless = {premise: rows for premise, rows in given.items() if premise not in fits and rows}
    assert right >= 16
    assert len(wrong) <= 1 and len(needless) <= 1, (wrong, needless)


def test_what_was_disliked_or_undone_is_no_advice(tmp_path: Path) -> None:
    mine = thirty(tmp_path)
    kinds = {
        row.kind
        for premise in ("A horror film with loud music", "A clown leaves the circus")
        for row in taste.advise(mine, premise)
    }
    assert not kinds & {"disliked", "undone", "note"}


def test_what_always_holds_is_always_advised(tmp_path: Path) -> None:
    """Said of every film, it fits every premise."""
    mine = settings(tmp_path)
    taste.remember(mine, "I always want burned-in captions")
    assert [row.data["set"] for row in taste.advise(mine, "the rules of chess")] == [{"captions.burn_in": True}]
    assert taste.advise(mine, "") == taste.advise(mine, "the rules of chess")


def test_a_kept_edit_becomes_taste(tmp_path: Path, small_film: Film) -> None:
    """A palette, a voice and music are said in words, with the settings beside them for a new film to take."""
    mine = settings(tmp_path)
    after = edits.set_voice(edits.set_style(small_film, palette=["#102040", "#f0b040"]), pace=0.9)
    after = edits.set_music(after, mood="tense", tempo=70)
    row = taste.observe(mine, small_film, after, False, "lamp / The Lamp", "call-1")
    assert row and taste.observe(mine, small_film, after, False, "lamp / The Lamp", "call-1") == row
    assert row.kind == "kept" and row.film == "lamp / The Lamp"
    assert row.text == ('Kept in "The Lamp": a palette of dark blue and orange, a slower voice, tense music, slower music.')
    assert row.data["set"] == {
        "style.palette": ["#102040", "#f0b040"], "narrator.pace": 0.9, "music.mood": "tense", "music.tempo": 70,
    }  # fmt: skip
    assert [found.id for found in taste.recall(mine, "blue and orange colours")] == [row.id]


def test_stories_titles_and_orders_are_no_taste(tmp_path: Path, small_film: Film) -> None:
    mine = settings(tmp_path)
    after = edits.swap_scenes(edits.set_narration(edits.set_title(small_film, "Other"), "s1", "New words."), "s1", "s2")
    assert taste.observe(mine, small_film, after, False, "lamp", "k") is None
    assert taste.observe(mine, small_film, small_film, True, "lamp", "k") is None
    anew = edits.set_style(small_film, palette=["#102040"])
    for scene in small_film.scenes:
        anew = edits.set_scene(anew, scene.id, description=f"Something else, {scene.id}.")
    assert taste.observe(mine, small_film, anew, False, "lamp", "k") is None
    assert log.rows(mine.memory_dir) == []


def test_one_darker_scene_does_not_make_new_films_dark(tmp_path: Path, small_film: Film) -> None:
    """A look that one scene got is remembered in words; one that most scenes got is a setting as well."""
    mine = settings(tmp_path)
    one = edits.set_look(small_film, "s2", brightness=-0.3)
    row = taste.observe(mine, small_film, one, False, "lamp", "one")
    assert row and row.text == 'Kept in "The Lamp": darker.' and row.data["set"] == {}
    assert "storm" in row.data["about"]
    every = small_film
    for scene in small_film.scenes:
        every = edits.set_look(every, scene.id, grain=0.3)
    most = taste.observe(mine, small_film, every, False, "lamp", "all")
    assert most and most.data["set"] == {"look.grain": 0.3}


def test_a_new_film_takes_what_was_kept_and_says_so(tmp_path: Path, small_film: Film) -> None:
    """The premise brings back the palette; the film has it, and one sentence says from where."""
    mine = settings(tmp_path)
    kept = edits.set_style(small_film, palette=["#102040", "#f0b040"])
    taste.observe(mine, small_film, kept, False, "lamp / The Lamp", "1")
    taste.remember(mine, "I always want burned-in captions")
    new, said = taste.take(small_film, taste.advise(mine, "A keeper beside her lighthouse at night, on a cliff"))
    assert new.style.palette == ("#102040", "#f0b040") and new.captions.burn_in
    assert len(said) == 2 and all(sentence.startswith("From your memory: ") for sentence in said)
    same, silent = taste.take(small_film, taste.advise(settings(tmp_path / "empty"), "anything"))
    assert same is small_film and silent == ()


def test_what_was_undone_or_changed_again_is_not_taken(tmp_path: Path, small_film: Film) -> None:
    """Kept and then undone: no advice. Kept and then changed to something else: the later one."""
    mine = settings(tmp_path)
    blue, red = (edits.set_style(small_film, palette=[colour]) for colour in ("#102040", "#c02020"))
    premise = "A keeper beside her lighthouse at night, on a cliff"
    taste.observe(mine, small_film, blue, False, "lamp / The Lamp", "1")
    taste.observe(mine, blue, red, False, "lamp / The Lamp", "2")
    assert [row.data["set"] for row in taste.advise(mine, premise)] == [{"style.palette": ["#c02020"]}]
    taste.observe(mine, blue, red, True, "lamp / The Lamp", "3")
    assert taste.advise(mine, premise) == []


def test_a_memory_of_nonsense_is_passed_over(tmp_path: Path, small_film: Film) -> None:
    """Settings that no film can have, or that are no settings, change nothing and stop nothing."""
    mine = settings(tmp_path)
    for number, wrong in enumerate(
        [{"narrator.pace": 99}, {"style.palette": ["red"]}, {"look.brightness": "x"}, {"look": 1}, ["x"]]
    ):
        log.add_row(mine.memory_dir, f"{number}", log.Entry("liked", "always odd", data={"set": wrong, "always": True}))
    rows = taste.advise(mine, "anything")
    assert len(rows) == 5 and taste.take(small_film, rows) == (small_film, ())


@pytest.mark.parametrize(
    ("palette", "words"),
    [
        (["#000000", "#ffffff"], "black and white"),
        (["#101830", "#d8b070", "#f4e6c8"], "dark blue, orange and pale orange"),
        (["#c02020", "#c12121"], "red"),
        (["#5a3a20", "#808080", "#206040"], "brown, grey and dark green"),
        ([], ""),
    ],
)
def test_colours_have_names(palette: list[str], words: str) -> None:
    assert colour_words(palette) == words
