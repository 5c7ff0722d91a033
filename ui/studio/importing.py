"""Importing Gradio and the director without what the studio never uses of them: nearly half of the time that it takes."""

from __future__ import annotations

import builtins
import contextlib
import importlib
import importlib.machinery
import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from types import ModuleType, SimpleNamespace
from typing import Any

from ui.talking import loading

_TURN = 0.001
"""Seconds that a thread which imports may keep the others waiting."""


class _Later:
    """A package that is imported, with one of its modules, when something of it is wanted."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        importlib.import_module(self._name)
        return getattr(sys.modules[self._name.partition(".")[0]], name)


def _called_later(module: str, name: str, *values: Any, **named: Any) -> Any:
    return getattr(importlib.import_module(module), name)(*values, **named)


def _functions(module: str, names: Sequence[str]) -> SimpleNamespace:
    """Functions of a module, which is imported when one of them is called."""
    return SimpleNamespace(**{name: partial(_called_later, module, name) for name in names})


def _absent(module: str, _: Sequence[str]) -> Any:
    raise ModuleNotFoundError(f"{module} is left out here", name=module)


class _Unmade:
    """Something that is made when it is used: each of Gradio's clients for other servers reads all certificates."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = cache(make)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._make(), name)


class _Unopened(_Later):
    """A module whose `clients` are made when they are used."""

    def __init__(self, name: str, clients: Sequence[str]) -> None:
        super().__init__(name)
        vars(self).update({client: partial(_unmade, name, client) for client in clients})


def _unmade(module: str, name: str, *values: Any, **named: Any) -> _Unmade:
    return _Unmade(partial(_called_later, module, name, *values, **named))


def _unopened(module: str, _: Sequence[str]) -> _Unopened:
    return _Unopened(module, ("Client", "AsyncHTTPTransport"))


def _deferred(module: str, names: Sequence[str]) -> Any:
    """Models of pydantic's that are built when the first of them is used."""
    real = importlib.import_module(module)
    base = type("BaseModel", (real.BaseModel,), {"model_config": {"defer_build": True}, "__module__": module})
    return SimpleNamespace(**{name: base if name == "BaseModel" else getattr(real, name) for name in names})


def _later(module: str, names: Sequence[str]) -> Any:
    return _functions(module, names) if names else _Later(module)


_LIGHTER: dict[str, dict[str, Callable[[str, Sequence[str]], Any]]] = {
    "gradio": {  # its own command, models of a hub as pages, graphs of them
        "gradio.cli": _functions, "gradio.external": _functions, "gradio.workflow": _functions,
    },
    "gradio.caching": {"pandas": _later},
    "gradio.utils": {"matplotlib": _absent},  # which it would import at the first call, to quieten it: nothing here plots
    "gradio.mcp": {"mcp": _absent},  # it can do without, and the studio's tools are served by a server of their own
    "gradio.history": {"huggingface_hub": _later},
    "gradio.routes": {"huggingface_hub": _later, "hf_gradio.cli": _functions, "httpx": _unopened},
    "gradio.processing_utils": {"httpx": _unopened},
    "fastapi.openapi.models": {"pydantic": _deferred},
    "gradio.oauth": {"huggingface_hub": _later},
    "gradio.analytics": {"huggingface_hub": _later},
    "gradio.themes.base": {"huggingface_hub": _later},
    "gradio_client": {"gradio_client.client": _functions},
    "gradio_client.utils": {"fsspec": _later},
    "langsmith.schemas": {"pydantic": _deferred},
    "langsmith._internal._v2_migration_utils": {"langsmith.types.run_select_field": _functions},  # a type for a type checker
}  # fmt: skip
"""What becomes of what a module imports; all others still get the real thing."""


def _nothing(*_: Any, **__: Any) -> None: ...


class _Remembering(_Later):
    """`inspect` as Gradio uses it of its components: it asks the same for each of them, at every start and every event."""

    signature, getfullargspec = (staticmethod(lru_cache(512)(ask)) for ask in (inspect.signature, inspect.getfullargspec))


_WITHOUT: dict[str, dict[str, Any]] = {
    "gradio.component_meta": {"create_or_modify_pyi": _nothing, "inspect": _Remembering("inspect")},
    "gradio.events": {"Template": lambda text: SimpleNamespace(render=lambda **_: text)},
    "gradio.routes": {"generate_cli_snippet": lambda endpoints: dict.fromkeys(endpoints, "")},
    "gradio.blocks": {"App": SimpleNamespace(create_app=_nothing), "inspect": _Remembering("inspect")},
}
"""What a module does without.

Gradio would parse all of itself anew at every start and write a .pyi file beside each of its modules, into the folder of
installed packages; fill in two hundred templates of its handbook; and make a web application three times before the page is
mounted, which makes the one that is used.
"""


class _Lighter:
    """Finds the modules that are loaded otherwise than they ask for."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:
        if name not in _LIGHTER and name not in _WITHOUT:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None:
            return spec
        load = spec.loader.exec_module
        spec.loader.exec_module = partial(_load, load)  # type: ignore[method-assign]
        return spec


def _load(load: Callable[[ModuleType], None], module: ModuleType) -> None:
    """Load a module with an import of its own, and without what is left out of it."""
    if ways := _LIGHTER.get(module.__name__):
        vars(module)["__builtins__"] = {**vars(builtins), "__import__": partial(_import, ways)}
    load(module)
    vars(module).update(_WITHOUT.get(module.__name__, {}))


def _import(ways: dict[str, Callable[[str, Sequence[str]], Any]], name: str, *more: Any, **named: Any) -> Any:
    wanted: Sequence[str] = named.get("fromlist") or (more[2] if len(more) > 2 else ()) or ()
    level = named.get("level") or (more[3] if len(more) > 3 else 0)
    way = None if level else ways.get(name) or ways.get(name.partition(".")[0])
    return way(name, wanted) if way else builtins.__import__(name, *more, **named)


@contextlib.contextmanager
def quickly() -> Iterator[None]:
    """Import and build within this.

    The interpreter goes round its threads more often, so that a page that is asked for is not kept waiting.
    """
    finder, turn = _Lighter(), sys.getswitchinterval()
    sys.meta_path.insert(0, finder)
    sys.setswitchinterval(_TURN)
    try:
        with loading():
            yield
    finally:
        sys.setswitchinterval(turn)
        sys.meta_path.remove(finder)
