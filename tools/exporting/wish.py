"""What somebody wants to take out of the studio, and what that means for this film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.film import Film
from tools.engines.deliveries import Codec, Container, DeliverRequest
from tools.exporting.presets import Preset, preset
from tools.finish import Frame, Painted, frame_for, variant
from tools.studio import unfetched

Kind = Literal["mp4", "otio", "otioz", "fcpxml", "edl", "srt", "vtt", "stems", "chapters", "poster", "publish"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_HOLDS: dict[Codec, Container] = {"h264": "mp4", "h265": "mp4", "av1": "mp4", "prores": "mov", "ffv1": "mkv"}


@dataclass(frozen=True)
class Wish:
    """What is wanted; what is left out is as the preset has it, or as the film is."""

    to: Kind = "mp4"
    preset: str = ""
    aspect: str = ""
    """"9:16" and so on: the film is painted anew in that shape."""
    size: str = ""
    """"4k", "1080p", or "1920x1080"."""
    fps: int = 0
    codec: str = ""
    folder: str = ""
    """Where to; "" for the project's own exports folder."""
    platforms: tuple[str, ...] = ()
    """For "publish": presets of platforms."""


@dataclass(frozen=True)
class Delivery:
    """What a wish comes to: the film in its frame, the file's request, and how it is called."""

    film: Film
    """The film as it is to be made, in the frame that is wanted."""
    painted: Painted
    """The film's own size, at which flat pictures are made."""
    request: DeliverRequest
    name: str
    """What is added to the film's name; "" for the film as it is."""
    preset: Preset | None = None

    @property
    def plain(self) -> bool:
        """Whether it is the film as a render leaves it, for which nothing has to be made."""
        return not self.name


def delivery(film: Film, wish: Wish) -> Delivery:
    """What a wish means for the film; FilmError says what cannot be."""
    found = preset(wish.preset) if wish.preset else None
    frame = _frame(film, wish, found)
    request = _request(wish, found)
    burn = None if found is None else found.captions == "burned" or film.captions.burn_in
    return Delivery(
        variant(film, frame, burn_in=burn), painted_size(film), request, _name(film, wish, frame, request, found), found
    )


def painted_size(film: Film) -> Painted:
    """The size of the film's flat pictures, and whether the net that enlarges them is on this machine's shelf."""
    return Painted(film.width, film.height, span=not unfetched([("finish", "span")]))


def _frame(film: Film, wish: Wish, found: Preset | None) -> Frame:
    aspect = wish.aspect or (found.aspect if found else "")
    size = wish.size or (str(found.size or "") if found else "")
    if wish.size and "x" in wish.size.lower() and not wish.aspect:
        aspect = ""
    frame = frame_for(film, aspect, size, wish.fps or (found.fps if found else 0))
    if found and frame.fps > found.most_fps:
        if wish.fps:
            raise FilmError(
                f"{found.title} takes at most {found.most_fps} frames a second, not {frame.fps}. "
                f"Leave the rate out, or the preset. {UNCHANGED}"
            )
        frame = Frame(frame.width, frame.height, found.most_fps, frame.aspect)
    return frame


def _request(wish: Wish, found: Preset | None) -> DeliverRequest:
    codec = _codec(wish.codec) if wish.codec else (found.codec if found else "h264")
    container = found.container if found and codec == found.codec else _HOLDS[codec]
    asked = DeliverRequest(codec=codec, container=container)
    if found is None:
        return asked
    return asked.model_copy(update={"lufs": found.lufs, "peak": found.peak, "captions": found.captions == "track"})


def _codec(said: str) -> Codec:
    names: dict[str, Codec] = {"hevc": "h265", "avc": "h264", "x264": "h264", "x265": "h265"}
    plain = said.strip().lower().replace(".", "")
    known: tuple[Codec, ...] = get_args(Codec)
    found = next((codec for codec in known if codec == names.get(plain, plain)), None)
    if found is None:
        raise FilmError(f"There is no codec called {said[:40]!r}. Choose one of: {', '.join(known)}. {UNCHANGED}")
    return found


def _name(film: Film, wish: Wish, frame: Frame, request: DeliverRequest, found: Preset | None) -> str:
    """What tells this file from the others of the film: "youtube", "9x16", "3840x2160-120fps", "h265"."""
    if found and not (wish.size or wish.fps or wish.aspect or wish.codec):
        return found.name
    parts = [found.name] if found else []
    parts += [f"{frame.width}x{frame.height}"] if (frame.width, frame.height) != (film.width, film.height) else []
    parts += [f"{frame.fps}fps"] if frame.fps != film.fps else []
    parts += [request.codec] if request.codec != "h264" and not (found and found.codec == request.codec) else []
    return "-".join(parts)
