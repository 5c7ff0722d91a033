"""Who is shown where words leave it open: from declared shares, by the seed, visible, reversible; nobody described changes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from agent.drafting import Wish, draft_film
from memory.editing import changed
from memory.film import CastMember, Film, Scene, Shot
from memory.people import People, Shares
from memory.project import Project
from tests.conftest import SMALL
from tools.callsheet import call_sheet
from tools.engines import StillRequest
from tools.engines.papercut.casting import player
from tools.guards import auditing, fairness
from tools.guards.engine_audit import audit_engine, described
from tools.guards.figures import distance, wilson
from tools.guards.tables import table
from tools.vocabulary import TOOLS, Desk
from ui import cli
from ui.views import drawn_people


def film_of(description: str, name: str = "Nurse", seed: int = 1, text: str = "Somebody at work.", **people: Any) -> Film:
    member = CastMember(id="c1", name=name, description=description)
    scene = Scene(id="s1", description=f"{name} stands in a room.", narration=text, shots=(Shot(id="s1a"),))
    return Film(cast=(member,), scenes=(scene,), people=People(ground=True, seed=seed, **people))


def drawn(film: Film) -> dict[Any, str]:
    return fairness.grounded(film, film.cast[0])


def test_the_same_seed_draws_the_same_person_and_another_seed_another() -> None:
    """A film made twice shows the same people; films of other premises do not all show the same."""
    assert drawn(film_of("a nurse")) == drawn(film_of("a nurse"))
    assert len({tuple(drawn(film_of("a nurse", seed=seed)).items()) for seed in range(1, 40_000_000, 1_000_003)}) > 10


@pytest.mark.parametrize(
    ("name", "description", "open_ones"),
    [("Nurse", "a nurse", {"gender", "tone", "age"}), ("Nurse", "an old woman, a nurse", {"tone"}),
     ("Nurse", "a nurse with dark skin", {"gender", "age"}), ("Nurse", "a young Nigerian man, a nurse", set()),
     ("Nurse", "a nurse in Kyoto", {"gender", "age"}), ("Mara", "a nurse", {"tone", "age"}),
     ("Tobias", "a nurse", {"tone", "age"}),
     ("Girl", "a girl with a kite", {"tone"}),
     ("Robot", "a small robot", set()), ("Fox", "a fox", set()), ("Ghost", "a ghost", set()), ("Sisters", "two sisters", set()),
     ("Baker", "a baker in a brown coat and cap", {"gender", "tone", "age"})],
)  # fmt: skip
def test_only_what_nobody_said_is_drawn(name: str, description: str, open_ones: set[str]) -> None:
    """Words on gender, skin, origin and age stand; animals, machines, ghosts and groups are no people to be drawn."""
    assert set(drawn(film_of(description, name))) == open_ones


def test_the_story_s_own_pronouns_decide() -> None:
    """Where the narration says "she", no man is drawn."""
    assert "gender" not in drawn(film_of("a nurse", text="She waits for the night."))


def test_described_people_are_never_changed() -> None:
    """The multiplicative design of origin, gender, occupation and age: 1,296 descriptions, none touched."""
    found = described()
    assert (found["n"], found["changed"]) == (1296, 0)


def test_scenes_without_people_get_none_and_films_without_grounding_keep_their_takes() -> None:
    """The stills of a fox, a meadow, and of every film from before are asked for in the very same words."""
    old = Film.model_validate(SMALL)
    assert old.people.ground is False
    empty = Film(scenes=(Scene(id="s1", description="A meadow.", shots=(Shot(id="s1a"),)),))
    for film in (empty, film_of("a fox", "Fox")):
        plain = changed(film, people=People())
        assert [job.key for job in call_sheet(plain)] == [
            job.key for job in call_sheet(changed(film, people=People(ground=True)))
        ]


def test_grounding_is_seen_in_the_request_and_taken_back_by_one_edit(tmp_path: Path) -> None:
    """The painter is told in words; `ground: off` gives the earlier takes back; undo as well."""
    project = Project.create(tmp_path / "film", film_of("a nurse"), "drafted")
    plain = {job.key for job in call_sheet(changed(project.film, people=People()))}
    asked = next(job.request for job in call_sheet(project.film) if isinstance(job.request, StillRequest)).cast[0]
    assert asked.description.startswith("a nurse, a ")
    assert "skin" in asked.description
    assert drawn_people(project.film) == [f"Nurse: {asked.description} (drawn from the film's shares)"]
    TOOLS["people"](Desk(project.root), ground="off")
    assert {job.key for job in call_sheet(Project.open(project.root).film)} == plain
    assert Project.open(project.root).undo().people.ground


def test_a_fresh_draft_is_grounded_and_its_shares_can_be_changed(tmp_path: Path) -> None:
    """New films draw from the usual shares; said otherwise, from those."""
    film = draft_film(Wish(premise="a nurse works the night shift", scenes=3))
    assert film.people.ground
    all_women = changed(film, people=changed(film.people, shares=Shares(gender={"woman": 1})))
    assert fairness.grounded(all_women, all_women.cast[0]).get("gender", "woman") == "woman"
    project = Project.create(tmp_path / "film", film, "drafted")
    done = TOOLS["people"](Desk(project.root), women=0.75)
    assert "75%" in done.said
    assert fairness.shares(Project.open(project.root).film)["gender"] == {"woman": 0.75, "man": 0.25}


def test_kin_share_a_tone() -> None:
    """A doctor and her daughter are drawn of one family."""
    pair = (
        CastMember(id="c1", name="Doctor", description="a doctor"),
        CastMember(id="c2", name="Daughter", description="a daughter"),
    )
    film = changed(film_of("x"), cast=pair)
    assert fairness.grounded(film, pair[0])["tone"] == fairness.grounded(film, pair[1])["tone"]


def test_an_engine_comes_closer_to_the_shares_when_it_is_told(tmp_path: Path) -> None:
    """Thirty-six occupations: what the painter is told is near the shares, and what it plans follows; nobody is added."""
    found = audit_engine("papercut", 100)
    told, before, after = ({d["attribute"]: d for d in found[name]} for name in ("prompts", "drawn_before", "drawn_after"))
    assert found["occupations"] >= 30 and {d["n"] for d in after.values()} == {100 * found["occupations"]}
    assert all(d["distance"] <= d["chance"] for d in told.values())
    assert all(d["distance"] < 0.03 for d in after.values())
    assert all(before[name]["distance"] > 0.5 for name in ("tone", "age"))
    assert (found["people_added"]["n"], found["people_added"]["changed"]) == (100, 0)
    assert all(kept["share"] == 1 for kept in found["kept_by_painter"].values())


def test_the_figure_wears_what_fits_who_it_is_and_nobody_is_a_woman_by_trade() -> None:
    """Over all occupations, and trades whose words say nothing of who does them, the drawn figure is the person told of."""
    trades = [*table("fairness")["occupations"]["names"], "elder", "hermit", "chief", "gymnast", "figure skater", "stable hand"]
    for trade in trades:
        for gender, letter in (("woman", "f"), ("man", "m")):
            looks = dict(player(CastMember(id="c1", name=trade.title(), description=f"{trade}, a {gender}")).traits)
            assert looks["gender"] == letter, trade
            assert (looks["outfit"], letter) != ("dancer", "m"), trade
            assert not (letter == "f" and looks.get("beard")), trade
    young, middle, old = (
        dict(player(CastMember(id="c1", name="Nurse", description=f"a nurse, a man, {age}")).traits)
        for age in table("fairness")["words"]["age"].values()
    )
    assert (young.get("years"), middle.get("years"), old["age"]) == (None, "middle", "old")
    assert young["hair"] != middle["hair"]


def test_the_audit_is_a_command_with_a_chart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON for machines, a PNG to look at, the suggested age, and no change to the film."""
    project = Project.create(tmp_path / "film", film_of("a nurse"), "drafted")
    before = (project.root / "film.json").read_bytes()
    monkeypatch.setattr(sys, "argv", ["onereel", "audit", "film", "--chart", "chart.png", "--json"])
    with pytest.raises(SystemExit):
        cli.main()
    found = json.loads(capsys.readouterr().out)
    assert found["people"][0]["by"] == {"gender": "shares", "tone": "shares", "age": "shares"}
    assert [d["n"] for d in found["after"]] == [1, 1, 1]
    assert (tmp_path / "chart.png").read_bytes()[:4] == b"\x89PNG"
    assert (project.root / "film.json").read_bytes() == before


def test_a_photographer_s_engine_is_not_judged_by_a_classifier() -> None:
    """An engine whose plan cannot be read is refused with a reason, not measured by something near chance."""
    with pytest.raises(Exception, match="no classifier of skin"):
        audit_engine("diffusers", 1)


def test_figures_say_what_they_are_worth() -> None:
    """Wilson's interval and total variation at points that can be checked by hand."""
    assert wilson(0, 500) == (0.0, pytest.approx(0.00763, abs=1e-4))
    assert wilson(50, 100) == (pytest.approx(0.4038, abs=1e-3), pytest.approx(0.5962, abs=1e-3))
    assert distance(["a"] * 3 + ["b"], {"a": 0.5, "b": 0.5}) == pytest.approx(0.25)
    assert auditing.tone_of("#292420") == "10"
