"""The storyboard's cards: what they show, and what they say would have to be made again."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from memory.errors import FilmError
from memory.project import Project
from tests.at_backstage import lamp, pretend_made, put_take, visit
from tools.build import plan
from ui.studio import brush
from ui.studio.cards import Card, cards, cards_html
from ui.studio.easel import paint_file
from ui.studio.editor import apply_edit, editor_html
from ui.studio.history import compared
from ui.studio.history import shown as history_shown
from ui.studio.player import shown as player_shown
from ui.studio.rendering import resting_html, sheet_html
from ui.studio.storyboard import edited, touched


def laid(project: Project) -> list[Card]:
    film = project.refresh()
    return cards(film, plan(film, project.takes), {}, project.takes)


def test_a_drafted_film_has_a_card_a_scene_and_nothing_made(tmp_path: Path) -> None:
    made = laid(lamp(tmp_path))
    assert [(card.number, card.title) for card in made] == [(1, "Night"), (2, "Sea"), (3, "Morning")]
    assert all(card.fresh and not card.measured for card in made)
    assert "not made yet" in cards_html("lamp", made, "")


def test_a_rendered_film_has_nothing_stale_and_measured_lengths(tmp_path: Path) -> None:
    project = lamp(tmp_path)
    pretend_made(project)
    made = laid(project)
    assert not any(card.stale for card in made)
    assert all(card.measured and card.seconds == pytest.approx(3.4, abs=0.11) for card in made)


@pytest.mark.parametrize(
    ("field", "value", "stale"),
    [
        ("brightness", "-0.4", ("cut",)),
        ("narration", "A boat, and a light.", ("voice", "cut")),
        ("description", "A castle on a hill in the snow.", ("picture", "motion", "cut")),
        ("move", "orbit", ("motion", "cut")),
    ],
)
def test_an_edit_by_hand_is_one_version_and_makes_stale_what_it_touches(
    tmp_path: Path, field: str, value: str, stale: tuple[str, ...]
) -> None:
    project = lamp(tmp_path)
    pretend_made(project)
    apply_edit(visit(tmp_path), "s2", field, value)
    made = laid(project)
    assert project.film.version == 2
    assert [card.stale for card in made] == [(), stale, ()]


def test_a_slider_back_at_nothing_takes_the_look_away(tmp_path: Path) -> None:
    project, looker = lamp(tmp_path), visit(tmp_path)
    apply_edit(looker, "s1", "warmth", "0.4")
    apply_edit(looker, "s1", "warmth", "0")
    assert project.refresh().scene("s1").look.warmth == 0
    assert project.film.version == 3


@pytest.mark.parametrize(("field", "value"), [("brightness", "dark"), ("title", " "), ("move", "xyzzy"), ("shots", "1")])
def test_what_cannot_be_meant_changes_nothing(tmp_path: Path, field: str, value: str) -> None:
    project = lamp(tmp_path)
    with pytest.raises(FilmError):
        apply_edit(visit(tmp_path), "s1", field, value)
    assert project.refresh().version == 1


def test_a_card_is_moved_by_dragging_and_by_its_buttons(tmp_path: Path) -> None:
    project, looker = lamp(tmp_path), visit(tmp_path)
    touched(looker, {"act": "move", "scene": "s1", "to": 3}, "")
    assert [scene.id for scene in project.refresh().scenes] == ["s2", "s3", "s1"]
    touched(looker, {"act": "earlier", "scene": "s1"}, "")
    assert [scene.id for scene in project.refresh().scenes] == ["s2", "s1", "s3"]
    touched(looker, {"act": "earlier", "scene": "s2"}, "")
    assert project.refresh().version == 3, "the first card has nowhere earlier to go"


def test_an_edit_of_a_film_that_another_tab_changed_keeps_both(tmp_path: Path) -> None:
    project, one, other = lamp(tmp_path), visit(tmp_path), visit(tmp_path)
    edited(one, {"scene": "s1", "field": "title", "value": "Dusk"}, "s1")
    edited(other, {"scene": "s3", "field": "title", "value": "Noon"}, "s3")
    assert [scene.title for scene in project.refresh().scenes] == ["Dusk", "Sea", "Noon"]


def test_a_films_words_are_never_markup_or_a_template(tmp_path: Path) -> None:
    evil = '<img src=x onerror=alert(1)>${alert(2)}{{value}}"'
    project, looker = lamp(tmp_path), visit(tmp_path)
    apply_edit(looker, "s1", "title", evil)
    apply_edit(looker, "s1", "narration", evil)
    film = project.refresh()
    shown = cards_html("lamp", laid(project), "s1") + editor_html(film, "s1", "lamp", "")
    assert "<img src=x" not in shown and "${" not in shown and "{{" not in shown and 'onerror=alert(1)>"' not in shown


def test_the_call_sheet_says_what_is_made_what_is_reused_and_what_it_costs(tmp_path: Path) -> None:
    project = lamp(tmp_path)
    pretend_made(project, ("speech", "still", "music", "sound"))
    sheet = sheet_html(visit(tmp_path))
    assert "4 shots in motion" in sheet and "5 scenes cut" in sheet and "costs nothing" in sheet
    assert "Reused: 10" in sheet


def test_the_bar_says_when_nothing_is_left_to_make() -> None:
    assert "up to date" in resting_html(0, None)
    assert "1 take." in resting_html(1, None)


def test_the_player_shows_the_newest_film_and_says_when_it_is_an_older_version(tmp_path: Path) -> None:
    project, looker = lamp(tmp_path), visit(tmp_path)
    assert player_shown(looker) == ""
    pretend_made(project)
    now = player_shown(looker)
    assert "Night" in now and 'data-seek="3.00"' in now and "This is version" not in now and 'kind="captions"' in now
    apply_edit(looker, "s1", "brightness", "0.3")
    assert "This is version 1" in player_shown(looker)


def test_a_film_that_earlier_engines_made_is_still_shown(tmp_path: Path) -> None:
    project = lamp(tmp_path)
    put_take(project.takes, "a" * 64, "film", {}, {}, None)
    assert "an earlier film" in player_shown(visit(tmp_path))


def test_two_versions_are_compared_in_a_persons_words(tmp_path: Path) -> None:
    lamp(tmp_path)
    looker = visit(tmp_path)
    apply_edit(looker, "s2", "brightness", "-0.2")
    words = compared(looker, 1, 2)
    assert "Scene 2 &quot;Sea&quot;, look brightness: 0 \u2192 -0.2" in words
    assert "After: version 2" in words and words.count("<img") == 2
    assert compared(looker, 2, 2) == ""
    listed = history_shown(looker)[3]
    assert "brightness -0.2" in listed and 'id="restore-1"' in listed and 'id="restore-2"' not in listed


def test_a_late_answer_does_not_undo_the_shot_that_somebody_chose_meanwhile(tmp_path: Path) -> None:
    """The list of shots comes again with every change of the film; it says which is chosen only when that one is gone."""
    lamp(tmp_path)
    there = visit(tmp_path)
    shot = there.project.film.scenes[0].shots[0].id
    assert "value" not in brush._shots(there, None) and "value" not in brush._shots(there, shot)
    assert brush._shots(there, "gone")["value"] is None


def test_paint_that_is_no_picture_of_the_easel_is_refused(tmp_path: Path) -> None:
    """What the page hands over is a small PNG, or nothing was painted; never another file, and never a huge one."""
    with paint_file("") as nothing:
        assert nothing is None
    head = "data:image/png;base64,"
    vast = b"\x89PNG\r\n\x1a\n" + bytes(8) + (100_000).to_bytes(4, "big") * 2
    for odd in ("file:///etc/passwd", head + "????", head + base64.b64encode(b"GIF89a" + bytes(40)).decode(),
                head + base64.b64encode(vast).decode(), head + "A" * 4_000_000):  # fmt: skip
        with pytest.raises(FilmError, match="cannot be read"), paint_file(odd):
            pass
