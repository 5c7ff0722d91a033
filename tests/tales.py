"""A story as a big model tells it, in the JSON that it is asked for."""

from __future__ import annotations

from typing import Any

TALE: dict[str, Any] = {
    "title": "The Gull Who Read", "logline": "A keeper teaches a gull to read.", "language": "en", "style": "warm paper",
    "palette": ["#14213d", "#3d5a80", "#e09f3e", "#f2cc8f", "#fdf3dc"],
    "cast": [{"name": "Mara", "description": "an old keeper with white hair and a blue coat"}],
    "narrator_tone": "warm", "music_mood": "calm", "music_tempo": 80,
    "scenes": [
        {"title": "The Visitor", "description": "Mara, an old keeper, and a gull on a cliff beside a lighthouse at dusk.",
         "mood": "calm", "narration": "Mara kept the lamp alone for forty years, until a gull came to stay.",
         "sounds": ["waves"],
         "shots": [{"framing": "wide", "move": "push_in"}, {"framing": "close", "move": "static", "prompt": "a gull"}]},
        {"title": "The Lesson", "description": "Mara, an old keeper, reads a book to a gull at a table by a window at night.",
         "mood": "warm", "sounds": ["wind"],
         "narration": "Every night she read to it from the old logbook, and the gull looked along the lines.",
         "shots": [{"framing": "medium", "move": "pan_left", "prompt": ""}]},
        {"title": "The Word", "description": "A gull flies over the sea beside a lighthouse in the morning.",
         "mood": "hopeful", "sounds": [], "shots": [],
         "narration": "In spring it called its first word from the sky, and all the way to the harbour the word was home."},
    ],
}  # fmt: skip
