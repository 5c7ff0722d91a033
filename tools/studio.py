"""The studio: the only door to the engines. Whatever asks for a take - a command, the agent, a script - comes through here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from memory.errors import EngineError
from memory.film import Film
from memory.takes import Take
from tools.engines import Brief, EngineSpec, Footage, Made, Request, Role, load_engine
from tools.policy import Act, admit, permit

if TYPE_CHECKING:
    from tools.engines.enhance.requests import EnhanceRequest
    from tools.models import Preset


@cache
def _engine(role: Role, name: str) -> Any:
    return load_engine(role, name)


def spec_of(role: Role, name: str) -> EngineSpec:
    """What an engine says of itself; EngineError with the choices when there is no such engine."""
    spec: EngineSpec = _engine(role, name).spec
    return spec


def credit_of(role: Role, name: str) -> str:
    """The line of an engine in a film's credits; where a model has to be chosen, it names the model and its licence."""
    spec = spec_of(role, name)
    if not spec.capabilities.get("models"):
        return spec.credit
    from tools.models import credit

    return credit(role, name)


def unfetched(used: Iterable[tuple[Role, str]]) -> list[str]:
    """What the engines (role, name) need from the shelf that is not there yet, each once."""
    from tools import shelf
    from tools.settings import load_settings

    root = load_settings().shelf_dir
    names = dict.fromkeys(name for role, engine in used for name in spec_of(role, engine).shelf)
    return [name for name in names if shelf.fetched(name, root) is None]


def alone(role: Role, name: str) -> bool:
    """Whether an engine fills the machine's memory, so that only one such take is made at a time."""
    return bool(spec_of(role, name).capabilities.get("alone"))


def warm(role: Role, name: str) -> None:
    """Load what an engine would load at its first take, where it says how; what fails is said when a take is made."""
    engine = _engine(role, name)
    if hasattr(engine, "warm"):
        engine.warm()


def ready(role: Role, name: str, request: Request, root: Path | None = None) -> None:
    """Raise FilmError when an engine can say before it is asked that it may not or cannot make this for the film in `root`."""
    engine = _engine(role, name)
    if hasattr(engine, "ready"):
        permit(Act(engine.spec, request, root))
        engine.ready(request)


def fetch_model(preset: Preset, adapter: bool = False) -> Path:
    """Bring a model's weights, with its IP-Adapter's where asked, and return their folder; FilmError says what the hub said."""
    from tools.engines.neural.hub import fetch, fetch_adapter

    folder = fetch(preset)
    if adapter:
        fetch_adapter(preset)
    return folder


def synthesise(
    role: Role, name: str, request: Request, inputs: Mapping[str, Take], folder: Path, root: Path | None = None
) -> Made:
    """Let an engine make a take in `folder` for the film in `root`; engines stay loaded for the life of the process.

    Refused when a rule of the fence says no, to the act or to what came of it. EngineError with the command to type when a
    package is not installed.
    """
    engine = _engine(role, name)
    act = Act(engine.spec, request, root, inputs)
    permit(act)
    with _installed(engine.spec):
        made: Made = engine(request, inputs, folder)
    admit(act, folder / made.main)
    return made


def divisible(role: Role, name: str) -> bool:
    """Whether an engine can make the halves of a take ahead, side by side."""
    return bool(spec_of(role, name).capabilities.get("halves"))


def half(
    role: Role, name: str, request: Request, inputs: Mapping[str, Take], number: int, folder: Path, root: Path | None = None
) -> None:
    """Let an engine make the first or second half (0, 1) of a take, kept by `tools.keeping`. Raises as `synthesise` does."""
    engine = _engine(role, name)
    permit(Act(engine.spec, request, root, inputs))
    with _installed(engine.spec):
        engine.half(request, inputs, number, folder)


@contextlib.contextmanager
def _installed(spec: EngineSpec) -> Iterator[None]:
    """What is not installed is an EngineError with the command to type."""
    try:
        yield
    except ImportError as error:
        raise EngineError(lacking(spec, error.name or str(error))) from error


def allow(role: Role, name: str, request: Request, root: Path) -> None:
    """Ask the fence whether an engine may make (or have made) something for the film in `root`; Refused when not."""
    permit(Act(spec_of(role, name), request, root))


def footage(take: Take) -> Footage:
    """Open a clip's take with the engine that made it."""
    opened: Footage = _engine("clips", take.manifest.engine).footage(take)
    return opened


def lacking(spec: EngineSpec, package: str) -> str:
    """The sentence for an engine whose package is missing."""
    remedy = f"Install it with: {spec.install}" if spec.install else "Install Onereel again with its dependencies"
    return f"The engine {spec.name!r} needs {package}, which is not installed. {remedy}. The film is unchanged."


def draft(brief: Brief, writer: str = "authored", root: Path | None = None) -> Film:
    """Let a writer turn a brief into a film document; nothing is drawn or spoken yet. Refused as in `synthesise`."""
    engine = _engine("story", writer)
    permit(Act(engine.spec, brief, root))
    film: Film = engine(brief)
    return film


def improve(request: EnhanceRequest, folder: Path, report: Callable[[int, int], None]) -> Made:
    """Let the enhancer work on a foreign video in `folder`, telling `report` how far it is. Refused as in `synthesise`."""
    engine = _engine("finish", "enhance")
    permit(Act(engine.spec, request))
    made: Made = engine(request, {}, folder, report)
    return made


def enlarge(source: Path, target: Path, scale: Literal[2, 4]) -> None:
    """Let SPAN write the picture in `source`, enlarged, to `target`. Refused as in `synthesise`; EngineError too."""
    from tools.engines.enhance.enlarge import enlarge_file
    from tools.engines.enhance.requests import EnlargeRequest

    permit(Act(spec_of("finish", "span"), EnlargeRequest(scale=scale)))
    enlarge_file(source, target, scale)
