"""Settings by name: each builds its sheets, its places to stand and its light."""

from __future__ import annotations

from collections.abc import Callable

from tools.engines.papercut.settings import built, indoor, land, realms, water
from tools.engines.papercut.world import World

SETTINGS: dict[str, tuple[Callable[[World], None], str]] = {
    "sea": (water.sea, ""),
    "cliff": (water.cliff, ""),
    "beach": (water.beach, ""),
    "harbour": (water.harbour, ""),
    "river": (water.river, ""),
    "forest": (land.forest, ""),
    "mountain": (land.mountain, ""),
    "desert": (land.desert, ""),
    "meadow": (land.meadow, ""),
    "field": (land.field, ""),
    "snowfield": (land.snowfield, ""),
    "road": (land.road, ""),
    "village": (built.village, ""),
    "city": (built.city, ""),
    "street": (built.street, ""),
    "underwater": (realms.underwater, "underwater"),
    "sky": (realms.sky, ""),
    "space": (realms.space, "space"),
    "planet": (realms.planet, "space"),
    "cave": (realms.cave, "cave"),
    "ruins": (realms.ruins, ""),
    **dict.fromkeys(indoor.ROOMS, (indoor.interior, "interior")),
}
"""Name to (construction, entry of `[place]` in palettes.toml or empty). Adding a setting is adding a function and a line."""

NEUTRAL = "meadow"
"""What is built for a setting that has no construction of its own."""
