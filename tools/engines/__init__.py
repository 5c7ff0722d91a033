"""How takes are made: every role's request and protocol, and the registry of engines, on one screen.

An engine is a class with a `spec` and one call: a frozen request, in which all is that changes the result, takes it builds on,
and an empty folder to fill. It writes nowhere else but by tools.keeping, reads no environment, imports heavy libraries inside.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import not_
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from memory.errors import EngineError
from memory.film import Camera, CastMember, Film, Look, Stroke, Style, Transition
from memory.parts import Framing
from memory.takes import Take

Role = Literal["story", "stills", "clips", "speech", "music", "sounds", "cut", "finish"]
MADE_BY_ENGINES: tuple[Role, ...] = ("stills", "clips", "speech", "music", "sounds")
"""The roles whose engine a person chooses, by film or by scene."""


@dataclass(frozen=True)
class EngineSpec:
    """What an engine says of itself, as data; name, version and licence go into every take's key or manifest."""

    name: str
    version: str
    role: Role
    licence: str
    credit: str
    """One line for the film's credits: what drew, spoke or played, by whom, under which licence."""
    install: str = ""
    """The command that installs what the engine needs beyond the base, for the error when it is missing."""
    needs: tuple[str, ...] = ()
    """Modules that it imports when it is used; `onereel doctor` looks whether they are there."""
    shelf: tuple[str, ...] = ()
    """What it needs from the shelf (tools/shelf.py)."""
    languages: tuple[str, ...] = ()
    capabilities: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """What an engine made: the main file (relative to the folder), notes for people, and facts for later stages."""

    main: str
    notes: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


class Request(BaseModel):
    """The base of all requests: frozen, closed, and hashable through its canonical JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Brief(Request):
    """What was asked for, read as `kind`; 0 is the writer's choice. Names `declared` made up and artists `answered` for."""

    text: str
    kind: Literal["premise", "outline", "script", "fountain"] = "premise"
    scenes: int = 0
    seconds: float = 0
    aspect: str = "16:9"
    seed: int = 0
    declared: tuple[str, ...] = Field(default=(), exclude=True)
    answered: tuple[str, ...] = Field(default=(), exclude=True)


class StillRequest(Request):
    """One picture: the scene's words, how near the camera is, who is in the film, and the frame in pixels."""

    width: int
    height: int
    description: str
    prompt: str = ""
    mood: str = ""
    framing: Framing = "wide"
    seed: int = 0
    style: Style = Style()
    cast: tuple[CastMember, ...] = ()


class ClipRequest(Request):
    """One shot set in motion, whatever its length: inputs["still"] is the still's take."""

    width: int
    height: int
    camera: Camera = Camera()
    strokes: tuple[Stroke, ...] = ()
    seed: int = 0


class SpeechRequest(Request):
    """Words to be spoken; pace 1.0 is normal, below is slower. Empty text gives a take of no words and 0 seconds."""

    text: str
    voice: str = "heart"
    pace: float = 1.0
    tone: str = ""
    language: str = "en"
    said: tuple[tuple[str, str], ...] = Field(default=(), exclude_if=not_)
    """Words of the text and how they are to be said: ("Nguyen", "win"). What is not asked for stays out of the take's key."""
    checked: bool = Field(default=False, exclude_if=not_)
    marked: bool = Field(default=False, exclude_if=not_)
    """Whether a stock voice's lines are listened to, and whether they carry the watermark; other voices' always are and do."""


class MusicRequest(Request):
    """Music for scenes of those moods, sorted, each once, whatever their length and order; or a lent `file`, inputs["lent"]."""

    mood: str = "calm"
    tempo: int = 90
    seed: int = 0
    scenes: tuple[str, ...] = ()
    file: str = ""


class SoundRequest(Request):
    """A loop without a seam, or one event `at` its second, heard from its place; `file` is a lent one, inputs["lent"]."""

    kind: str
    seed: int = 0
    pan: float = 0
    far: float = 0
    room: str = ""
    at: float | None = None
    file: str = ""


class SceneCut(Request):
    """One scene for the cut: its pause after the words, its shots' shares, its grade, how it ends and on which beat (s)."""

    id: str
    pause: float
    shots: tuple[tuple[str, float], ...]  # (shot id, share of the scene's time), in order; ids name the inputs "clip:<id>"
    look: Look = Look()
    transition: Transition = Transition()
    beat: float = 0


class SegmentRequest(Request):
    """One scene as an encoded piece. inputs: "speech:<scene>", "clip:<shot>"; the same of `following` where it is set."""

    width: int
    height: int
    fps: int
    scene: SceneCut
    enter: float = 0
    """Seconds at the scene's beginning that the scene before shows in its own transition."""
    following: SceneCut | None = None
    """The next scene, set only when this one's transition shows it (crossfade, wipe)."""
    burn_in: bool | Literal["high"] = False


class CardRequest(Request):
    """A title card or the credits, as an encoded piece of `seconds`."""

    width: int
    height: int
    fps: int
    kind: Literal["title", "credits"]
    seconds: float
    lines: tuple[str, ...]
    palette: tuple[str, ...] = ()


class MixScene(Request):
    """One scene in the mix: inputs "speech:<scene>", "sound:<scene>:<index>" for each level; the mood its music follows."""

    id: str
    pause: float
    sounds_db: tuple[float, ...] = ()
    transition: Transition = Transition()
    mood: str = ""
    beat: float = 0


class MixRequest(Request):
    """The whole film's sound. inputs: "music" as well; `title` and `credits` are the cards' seconds."""

    fps: int
    scenes: tuple[MixScene, ...]
    music_db: float
    title: float = 0
    credits: float = 0


class FilmRequest(Request):
    """The assembly by stream copy. inputs: those named in `order`, "mix", "speech:<scene>" for the captions."""

    fps: int
    order: tuple[str, ...]  # the inputs that are joined: "card:title", "segment:<scene>" ..., "card:credits"
    scenes: tuple[MixScene, ...]
    title: float = 0
    name: str = ""
    language: str = "en"
    scene_titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Speaking:
    """Words of somebody's own in a shot: the words that may name who speaks, and how far the mouth is open while it does.

    `start` is in seconds of the shot (below 0: before it), `openness` 0..1, `rate` times a second.
    """

    names: frozenset[str]
    start: float
    openness: tuple[float, ...]
    rate: float = 12.0


class Footage(Protocol):
    """A prepared shot, ready to be seen at any length: frames are drawn when asked for, never all at once.

    Who is named in `speaking` moves the mouth, where the shot shows one.
    """

    def frames(
        self, total: int, fps: int, start: int = 0, count: int | None = None, speaking: Sequence[Speaking] = ()
    ) -> Iterator[memoryview]:
        """Frames `start` to `start+count` of the shot played over `total` frames; each height*width*4 bytes, BGRA, opaque."""

    def planes(
        self, total: int, fps: int, start: int = 0, count: int | None = None, speaking: Sequence[Speaking] = ()
    ) -> Iterator[memoryview]:
        """The same frames in the film's own colours: yuv420p, BT.709 in limited range, height*width*3/2 bytes each."""


R_contra = TypeVar("R_contra", bound=Request, contravariant=True)


class Engine(Protocol[R_contra]):
    """Any engine that makes a take."""

    @property
    def spec(self) -> EngineSpec:
        """What the engine says of itself."""

    def __call__(self, request: R_contra, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Make the take's files in `folder` and say what they are; raises EngineError with a sentence when it cannot."""


class Animator(Engine[ClipRequest], Protocol):
    """The clips role: prepares a shot once, then shows it at whatever length the words need."""

    def footage(self, take: Take) -> Footage:
        """Open a take that this engine made earlier."""


class Writer(Protocol):
    """The story role: a brief in, a whole film out."""

    @property
    def spec(self) -> EngineSpec:
        """What the writer says of itself."""

    def __call__(self, brief: Brief) -> Film:
        """Write the film; raises FilmError with a sentence when the brief cannot be one."""


ENGINES: dict[Role, dict[str, str]] = {
    "story": {"authored": "tools.engines.authored:AuthoredWriter"},
    "stills": {"papercut": "tools.engines.papercut:Papercut", "diffusers": "tools.engines.diffusers_stills:DiffusersStills",
               "openai": "tools.engines.openai_images:OpenAIImages"},
    "clips": {"parallax": "tools.engines.parallax:Parallax", "diffusers": "tools.engines.diffusers_clips:DiffusersClips"},
    "speech": {"hibari": "tools.engines.hibari:Hibari", "kokoro": "tools.engines.kokoro:Kokoro",
               "matched": "tools.engines.matched:Matched", "coqui": "tools.engines.coqui:Coqui",
               "openai": "tools.engines.openai_speech:OpenAISpeech"},
    "music": {"score": "tools.engines.score:Score", "song": "tools.engines.song:Song",
              "diffusers": "tools.engines.diffusers_audio:DiffusersMusic"},
    "sounds": {"synth": "tools.engines.synth.making:Synth", "diffusers": "tools.engines.diffusers_audio:DiffusersSounds"},
    "cut": {"segment": "tools.engines.cut.segment:Segment", "card": "tools.engines.cut.cards:Card",
            "mix": "tools.engines.cut.mix:Mix", "film": "tools.engines.cut.assembly:Assembly",
            "reframe": "tools.engines.cut.reframe:Reframe", "poster": "tools.engines.cut.poster:Poster",
            "deliver": "tools.engines.cut.deliver:Deliver"},
    "finish": {"enhance": "tools.engines.enhance:Enhance", "span": "tools.engines.enhance.enlarge:Span",
               "depth": "tools.engines.depth:Depth"},
}  # fmt: skip
"""Short name to module:Class, by role. Adding an engine is adding a line here and a case to tests/test_engines.py."""


def load_engine(role: Role, name: str) -> Any:
    """A fresh engine by role and short name (with ":model" or without); EngineError names the choices, or what to install."""
    choices, name = ENGINES[role], name.partition(":")[0]
    if name not in choices:
        raise EngineError(f"There is no {role} engine called {name!r}. Choose one of: {', '.join(sorted(choices))}.")
    module, _, attribute = choices[name].partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)()
    except ImportError as error:
        why = f"The {role} engine {name!r} needs {error.name or error}, which is not installed. The film is unchanged. "
        raise EngineError(f"{why}Install it, or choose another engine (`onereel doctor` lists them).") from error
