"""What drafted scenes sound of: their place and weather, who is there, what they do, the hour."""

from __future__ import annotations

from itertools import pairwise

from tools.engines import Brief
from tools.engines.authored.ears import sounds
from tools.engines.authored.words import table
from tools.engines.authored.worlds import Spot, Stay
from tools.engines.synth.choosing import kinds, look_up
from tools.hearing import room_of
from tools.studio import draft


def kinds_in(setting: str, see: str, hour: str = "day", weather: str = "clear", **said: str) -> list[str]:
    """Kinds under a scene at a spot of that setting."""
    spot = Spot("Here", setting, "here", see, "", setting in ("kitchen", "room", "library"), (), ())
    shown, told = said.get("shown", f"Somebody {see}."), said.get("told", "")
    return [sound.kind for sound in sounds(Stay(spot, hour, weather), shown, told)]


def test_place_weather_and_hour_are_heard() -> None:
    """A kitchen cooks, a cave drips, a night forest has its owl, a storm is one and silences the birds."""
    assert kinds_in("kitchen", "in a kitchen")[0] == "kitchen"
    assert kinds_in("cave", "in a cave")[0] == "drips"
    assert kinds_in("forest", "in a forest", "night") == ["owl"]
    assert kinds_in("meadow", "in a meadow", "dawn", "storm") == ["storm"]
    assert kinds_in("meadow", "in a meadow", "dawn") == ["birds"]


def test_deeds_have_a_sound_and_feet_have_a_ground() -> None:
    """Rowing, writing and knocking are heard when a person does them; what rivers and leaves do is not."""
    assert "oars" in kinds_in("sea", "on the sea", told="At noon she rowed out to the rock.")
    assert "writing" in kinds_in("room", "in a room", told="That night Amina wrote to her brother.")
    assert "footsteps on snow" in kinds_in("snowfield", "on a wide snowfield", told="He walked until the light went.")
    assert "footsteps on sand" in kinds_in("beach", "on a beach", told="They slowly walked home.")
    assert "running" not in kinds_in("road", "on a road", told="Leaves ran ahead and waited at the corner.")


def test_who_is_there_is_heard_but_not_in_every_scene() -> None:
    """A dog barks where it is shown, and not again in the scene after."""
    assert "dog" in kinds_in("room", "in a room", shown="An old dog lies in a room.")
    film = draft(Brief(text="a dog and a lighthouse keeper wait for a letter", seconds=90))
    heard = [any(sound.kind == "dog" for sound in scene.sounds) for scene in film.scenes]
    assert any(heard)
    assert not any(one and other for one, other in pairwise(heard))


def test_nothing_sounds_where_there_is_no_air() -> None:
    """Neither weather nor crickets in space; whales and machines are all that is heard under water."""
    assert set(kinds_in("space", "in space", "night", "wind", shown="A dog in space.")) <= {"space", "spaceship"}
    assert kinds_in("underwater", "underwater", shown="A whale and a gull underwater.") == ["whale"]


def test_all_that_is_written_down_can_be_made() -> None:
    """Every kind of ears.toml is one that the synth knows."""
    ears = table("ears")
    named = [*ears["present"]["kinds"], *ears["deeds"], *ears["settings"].values(), *ears["weathers"].values()]
    named += [kind for hour in ears["hours"].values() for kind in hour.values()]
    assert [kind for kind in named if not look_up(kind)] == []
    assert all(kind in kinds() for kind in ears["present"]["kinds"])


def test_drafts_have_sounds_of_their_premise() -> None:
    """At most three a scene, none twice, and a film about the sea is not heard in a room without walls."""
    film = draft(Brief(text="an old lighthouse keeper and a small robot learn to answer the sea", seconds=60))
    assert all(1 <= len(scene.sounds) <= 3 for scene in film.scenes)
    assert all(len({sound.kind for sound in scene.sounds}) == len(scene.sounds) for scene in film.scenes)
    assert len({sound.kind for scene in film.scenes for sound in scene.sounds}) >= 6
    assert {room_of(scene.description) for scene in film.scenes} <= {"", "room"}
