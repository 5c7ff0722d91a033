"""The vocabulary as a model sees it: each tool's name, manual and arguments, from the function's signature and docstring."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, get_type_hints

from langchain_core.tools import BaseTool, StructuredTool
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from memory.errors import FilmError
from memory.schema import explain
from tools.vocabulary import TOOLS, Desk, Done

READING = frozenset({"show", "recall", "remember", "render", "export", "publish", "audit", "enhance", "verify"})
"""Tools that never change the film document."""
_LOOKING = frozenset({"compare", "list"})
_ARGUMENT = re.compile(r"^ *`?(\w+)`? *(?:\([^)]*\))? *: *(.+)$")
_UNCHANGED = "The film is unchanged."


class _Arguments(BaseModel):
    """The base of all tools' arguments: nothing that the manual does not name, no number that is none, 3 for "3"."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, coerce_numbers_to_str=True)


@cache
def toolbox() -> tuple[BaseTool, ...]:
    """All tools for `bind_tools`. They only describe: a call is made by `perform`, which knows the desk and the mark."""
    return tuple(
        StructuredTool(
            name=name, description=inspect.cleandoc(tool.__doc__ or name), args_schema=_schema(name), func=_described
        )
        for name, tool in TOOLS.items()
    )


def _described(**_: Any) -> str:
    raise NotImplementedError("tools are called through agent.toolbox.perform")


@cache
def _schema(name: str) -> type[BaseModel]:
    tool = TOOLS[name]
    manual, hints = _manual(tool.__doc__ or ""), get_type_hints(tool)
    parameters = list(inspect.signature(tool).parameters.values())[1:]
    fields: dict[str, Any] = {}
    for each in parameters:
        default = ... if each.default is inspect.Parameter.empty else each.default
        fields[each.name] = (hints[each.name], Field(default, description=manual.get(each.name)))
    made: type[BaseModel] = create_model(name, __base__=_Arguments, **fields)
    made.__doc__ = (tool.__doc__ or name).split("\n", 1)[0]
    return made


def _manual(text: str) -> dict[str, str]:
    return {match[1]: match[2] for line in text.splitlines()[1:] if (match := _ARGUMENT.match(line))}


def perform(desk: Desk, tool: str, args: Mapping[str, Any]) -> Done:
    """Make one call: find the tool, check every argument, act.

    FilmError for a tool that there is not, arguments it cannot take, and all that the tool itself refuses.
    """
    done: Done = TOOLS[_known(tool)](desk, **checked(tool, args))
    return done


def checked(tool: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as the tool takes them, "3" read as 3; FilmError names the first that it cannot take."""
    schema = _schema(_known(tool))
    try:
        model = schema.model_validate(dict(args))
    except ValidationError as error:
        names = ", ".join(schema.model_fields)
        raise FilmError(f"{tool} was not called: {explain(error)} It takes: {names}. {_UNCHANGED}") from error
    return {name: getattr(model, name) for name in model.model_fields_set}


def _known(tool: str) -> str:
    if tool not in TOOLS:
        raise FilmError(f"There is no tool called {tool[:60]!r}. The tools are: {', '.join(TOOLS)}. {_UNCHANGED}")
    return tool


def edits(tool: str, args: Mapping[str, Any]) -> bool:
    """Whether the call asks for a change of the film document."""
    return tool not in READING and not (tool == "versions" and args.get("action") in _LOOKING)


def plain_data(data: Mapping[str, Any], most: int = 65_536) -> dict[str, Any]:
    """A tool's data in JSON types alone; nothing when it is longer than `most` characters of JSON."""
    text = json.dumps(data, default=str, ensure_ascii=False)
    found: dict[str, Any] = json.loads(text) if len(text) <= most else {}
    return found
