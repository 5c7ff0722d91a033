"""The film document: frozen pydantic models whose field names are a public contract (film.json).

Unknown fields are kept, so that a film written by another program, or by a later Onereel, survives a round trip.
"""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field, model_validator

from memory.parts import (
    Aspect,
    Decibel,
    Department,
    Easing,
    Framing,
    Hex,
    Id,
    Line,
    Move,
    Part,
    Share,
    Side,
    Text,
    TransitionKind,
    Unit,
)
from memory.people import Declared, Label, People

SCHEMA = 1
"""The schema this program writes; `memory.schema` lifts older documents to it."""

SCENES = 400
"""Scenes that a film may have."""


class Look(Part):
    """The grade of a scene: each value -1..1, 0 leaves the picture alone; grain below 0 has no effect."""

    brightness: Unit = 0
    contrast: Unit = 0
    saturation: Unit = 0
    warmth: Unit = 0
    grain: Unit = 0


class Stroke(Part):
    """One stroke of the motion brush: horizontal < 0 is left, vertical > 0 is up, proximity > 0 comes nearer."""

    target: Line
    """What moves: a thing's name, or the name of a painted mask (memory.masks)."""
    horizontal: Unit = 0
    vertical: Unit = 0
    proximity: Unit = 0
    ambient: Share = 0


class Camera(Part):
    """How the camera moves during a shot; amount 0 stands still, 1 is the largest move that still looks right."""

    move: Move = "static"
    amount: Share = 0.3
    easing: Easing = "ease_in_out"


class Retouch(Part):
    """A part of a drawn picture that a model paints anew: what it is, and what it shall look like."""

    target: Line
    """An element by its name ("lamp"), a side ("left", "sky"), or the name of a painted mask (memory.masks)."""
    prompt: Text
    engine: Line = ""
    """The engine that paints it, with its model; empty takes the scene's own."""
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
    change: Share = 0.9


class Drawing(Part):
    """How engines that are models draw; painted paper does not read it."""

    layout: Literal["papercut", "none"] = "papercut"
    """Whether a papercut still of the same words says where things are."""
    change: Share = 0.6
    """How far the picture may leave that layout: 0 not at all, 1 altogether."""
    reference: Line = ""
    """A picture lent to the film, whose style and people guide the drawing."""
    depth: Line = ""
    """The engine, with its model, that sees how near things are in a drawn picture ("depth"); empty leaves it to be guessed."""


class Shot(Part):
    """One camera set-up; `share` is its weight in the scene's time against the other shots."""

    id: Id
    framing: Framing = "wide"
    prompt: Text = ""
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
    camera: Camera = Camera()
    strokes: tuple[Stroke, ...] = ()
    share: Annotated[float, Field(gt=0, le=100)] = 1.0
    retouches: Annotated[tuple[Retouch, ...], Field(max_length=12)] = ()


LATEST = 600.0
"""Seconds into a scene at which a sound may be heard at the latest."""


class Sound(Part):
    """One effect or ambience that lies under a scene; its level is on the same scale as the music's.

    Where nothing is said, the place is taken from the scene's words and framing.
    """

    kind: Line
    level_db: Decibel = -24
    pan: Unit | None = None
    """-1 is left, 1 right."""
    far: Share | None = None
    """0 beside the ear, 1 at the horizon."""
    at: Annotated[float, Field(ge=0, le=LATEST, allow_inf_nan=False)] | None = None
    """The second of the scene at which it is heard, once; None lies under the whole scene."""
    file: Line = ""
    """A sound file to play instead, lent to the film; `kind` is then only its name."""


class Transition(Part):
    """How a scene ends; `seconds` is taken from the time around the cut, never from the words."""

    kind: TransitionKind = "cut"
    seconds: Annotated[float, Field(ge=0, le=5)] = 0


class Engines(Part):
    """Which engine makes what, by short name; a scene may name its own."""

    stills: Line = "papercut"
    clips: Line = "parallax"
    speech: Line = "hibari"
    music: Line = "score"
    sounds: Line = "synth"


class Scene(Part):
    """One beat of the story; speech gives it its length and the shots share that length."""

    id: Id
    title: Line = ""
    description: Text = ""
    mood: Line = ""
    narration: Text = ""
    look: Look = Look()
    sounds: Annotated[tuple[Sound, ...], Field(max_length=8)] = ()
    transition: Transition = Transition()
    pause: Annotated[float, Field(ge=0, le=60)] = 0.9
    """Seconds the picture stays after the last word; a scene without words lasts at least four seconds."""
    shots: Annotated[tuple[Shot, ...], Field(min_length=1, max_length=12)]
    engines: dict[Department, str] = Field(default_factory=dict)
    """Engines for this scene alone, by role."""
    tone: Line = ""
    """How the narrator sounds in this scene; "" as in the whole film."""
    pace: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    """A factor on the narrator's pace in this scene."""
    drawing: Drawing | None = None
    """How models draw this scene, where it is not as in the film."""

    @model_validator(mode="before")
    @classmethod
    def _one_shot_at_least(cls, data: object) -> object:
        if isinstance(data, dict) and not data.get("shots") and isinstance(data.get("id"), str):
            return {**data, "shots": [{"id": f"{data['id'][:63]}a", "prompt": data.get("description", "")}]}
        return data


class CastMember(Part):
    """Someone or something that comes back through the film; drawn the same in every scene."""

    id: Id
    name: Line
    description: Text = ""
    fictional: bool = True


class Style(Part):
    """The film's look as data: a named style, a palette (dark to light is usual) and words for engines that read them."""

    name: Line = "papercut"
    palette: Annotated[tuple[Hex, ...], Field(max_length=12)] = ()
    prompt: Text = ""


class Narrator(Part):
    """Who speaks; pace 1.0 is normal, below is slower."""

    voice: Line = "heart"
    pace: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    tone: Line = ""
    checked: bool = False
    """Whether every line is listened to and mended; matched and cloned voices always are."""
    marked: bool = False
    """Whether a stock voice carries the watermark of synthetic speech too; matched and cloned voices always do."""


class Music(Part):
    """The score: mood in words, beats a minute, and its level on the scale on which the voice stands at -9 dB.

    At -18 the music lies 9 LU under the voice while nobody speaks, and gives way further under words; -60 is silent.
    """

    mood: Line = "calm"
    tempo: Annotated[int, Field(ge=40, le=220)] = 90
    level_db: Decibel = -18
    follows: Literal["story", "mood"] = "story"
    """Whether the music changes with the moods of the scenes, or keeps to its own mood from beginning to end."""
    file: Line = ""
    """A recording to play instead, lent to the film; mood and tempo then say nothing."""
    beat: Annotated[float, Field(ge=0, le=3, allow_inf_nan=False)] = 0
    """Seconds of a beat on which the scenes shall end, so that the film is cut to its music; 0 for none."""


class Captions(Part):
    """Captions always travel as files and a soft track; burn_in paints them into the picture as well."""

    burn_in: bool = False
    high: bool = False
    """Painted above the fifth of an upright picture that the apps of phones write over."""


class Film(Part):
    """The whole film. `version` counts saved versions; `seconds` is the length asked for, 0 when nobody asked."""

    schema_version: int = SCHEMA
    version: Annotated[int, Field(ge=1, le=999_999_999)] = 1
    title: Line = "Untitled"
    logline: Text = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    aspect: Aspect = "16:9"
    width: Side = 1280
    height: Side = 720
    fps: Annotated[int, Field(ge=1, le=120)] = 30
    seconds: Annotated[float, Field(ge=0, le=7200)] = 0
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
    style: Style = Style()
    cast: Annotated[tuple[CastMember, ...], Field(max_length=64)] = ()
    narrator: Narrator = Narrator()
    pronunciations: Annotated[dict[Line, Line], Field(max_length=500)] = Field(default_factory=dict)
    """Words and how they are to be said ("Nguyen": "win"); captions keep the spelling."""
    music: Music = Music()
    captions: Captions = Captions()
    engines: Engines = Engines()
    people: People = People()
    declared: Annotated[tuple[Declared, ...], Field(max_length=500)] = ()
    label: Label = Label()
    strictness: Literal["family", "general", "mature"] = "general"
    """Whom the film is fit for: what it may show and tell (tools/guards/content.toml)."""
    use: Literal["personal", "commercial"] = "personal"
    """What the film is for; takes whose licence forbids a commercial one stop it."""
    drawing: Drawing = Drawing()
    drawn_at: tuple[Side, Side] | None = None
    """Width and height at which models draw, where the canvas was made larger since: what is missing round it is painted."""
    retired: tuple[Id, ...] = ()
    """Ids of scenes, shots and cast that were taken out; a new one never gets them."""
    scenes: Annotated[tuple[Scene, ...], Field(min_length=1, max_length=SCENES)]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Film:
        for what, ids in (
            ("scene", [s.id for s in self.scenes]),
            ("shot", [h.id for s in self.scenes for h in s.shots]),
            ("cast", [c.id for c in self.cast]),
        ):
            doubled = [i for i, count in Counter(ids).items() if count > 1]
            if doubled:
                raise ValueError(f"{what} ids must be unique; used twice: {', '.join(sorted(doubled))}")
        return self

    def pace_in(self, scene: Scene) -> float:
        """The narrator's pace in a scene, 0.5..2."""
        return min(max(self.narrator.pace * scene.pace, 0.5), 2.0)

    def scene(self, scene_id: str) -> Scene:
        """The scene with that id; KeyError when there is none."""
        for scene in self.scenes:
            if scene.id == scene_id:
                return scene
        raise KeyError(scene_id)


SIZES: dict[str, tuple[int, int]] = {
    "16:9": (1280, 720), "9:16": (720, 1280), "1:1": (720, 720), "4:5": (720, 900), "4:3": (960, 720), "21:9": (1680, 720),
}  # fmt: skip
"""Width and height in pixels that a new film of that aspect gets."""
