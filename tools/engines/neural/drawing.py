"""One run of a pipeline: only what it takes is given to it, every step is told, and what goes wrong becomes a sentence."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from memory.errors import EngineError
from tools.engines import Role
from tools.engines.neural import hub
from tools.engines.neural.care import ran_out
from tools.engines.neural.checking import check
from tools.engines.neural.libraries import INSTALL, torch
from tools.models import resolve
from tools.progress import tell
from tools.settings import load_settings


def accepted(choice: str, role: Role) -> None:
    """Raise EngineError or Refused when the model of a choice is not on this machine, or must not be loaded."""
    preset = resolve(role, choice)
    check(hub.place(preset), preset, load_settings().remote_code)


def run(pipe: Any, given: Mapping[str, Any]) -> Any:
    """Run a pipeline with those of the arguments that it takes; the same seed gives the same numbers.

    EngineError when the model cannot do with what it was given; an interrupt ends it within a step.
    """
    takes = inspect.signature(pipe.__call__).parameters
    fitting = {name: value for name, value in given.items() if name in takes}
    steps = int(given.get("num_inference_steps", 1))

    def after(_: Any, step: int, time: Any, state: dict[str, Any]) -> dict[str, Any]:
        tell(step + 1, getattr(pipe, "num_timesteps", steps))
        return state

    def after_sound(step: int, time: Any, latents: Any) -> None:
        tell(step + 1, steps)

    if "callback_on_step_end" in takes:
        fitting["callback_on_step_end"] = after
    elif "callback_steps" in takes:
        fitting |= {"callback": after_sound, "callback_steps": 1}
    try:
        with torch().inference_mode():
            return pipe(**fitting)
    except (ImportError, NameError) as error:
        what = getattr(error, "name", None) or str(error)
        raise EngineError(
            f"{type(pipe).__name__} needs {what}, which is not installed. Nothing was kept of it. Install it: {INSTALL}"
        ) from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RuntimeError) as error:
        if ran_out(error):
            raise
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise EngineError(f"{type(pipe).__name__} failed: {first[:240].rstrip('.')}. Nothing was kept of it.") from error
