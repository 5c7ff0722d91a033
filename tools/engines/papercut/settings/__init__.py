"""Settings by name: each builds its sheets, its places to stand and its light."""

from __future__ import annotations

from collections.abc import Callable

from tools.engines.papercut.settings import built, cosmos, depths, indoor, land, realms, shores, streets, water, wild
from tools.engines.papercut.settings.rooms import ROOMS
from tools.engines.papercut.world import World

SETTINGS: dict[str, tuple[Callable[[World], None], str]] = {
    "sea": (water.sea, ""),
    "cliff": (water.cliff, ""),
    "beach": (shores.beach, ""),
    "harbour": (shores.harbour, ""),
    "river": (water.river, ""),
    "forest": (wild.forest, ""),
    "mountain": (wild.mountain, ""),
    "desert": (wild.desert, ""),
    "meadow": (land.meadow, ""),
    "field": (land.field, ""),
    "snowfield": (wild.snowfield, ""),
    "road": (land.road, ""),
    "village": (built.village, ""),
    "city": (streets.city, ""),
    "street": (streets.street, ""),
    "underwater": (depths.underwater, "underwater"),
    "sky": (realms.sky, ""),
    "space": (cosmos.space, "space"),
    "planet": (cosmos.planet, "space"),
    "cave": (depths.cave, "cave"),
    "ruins": (realms.ruins, ""),
    **dict.fromkeys(ROOMS, (indoor.interior, "interior")),
}
"""Name to (construction, entry of `[place]` in palettes.toml or empty). Adding a setting is adding a function and a line."""

NEUTRAL = "meadow"
"""What is built for a setting that has no construction of its own."""
