"""The calls a model makes, held against the tools there are: complete JSON, a known tool, its arguments and no others."""

from __future__ import annotations

import json
import re
import secrets
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, ToolCall
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel, ValidationError

_LETTERS = string.ascii_letters + string.digits
_FENCED = re.compile(r"^\s*```(?:json)?\s*(.*?)\s*```\s*$", re.DOTALL)
_THOUGHTS = re.compile(r"^\s*<think>.*?(?:</think>|\Z)\s*", re.DOTALL)
_TAGGED = re.compile(r"<tool_call>\s*(.*?)\s*</tool_call>", re.DOTALL)
MOST = 40
"""Calls that one answer may make."""


@dataclass(frozen=True)
class Read:
    """An answer's calls: those that can be run, in order, and what is wrong with the others (for the model, in words)."""

    calls: tuple[ToolCall, ...] = ()
    faults: tuple[str, ...] = ()


def new_call(name: str, args: dict[str, Any]) -> ToolCall:
    """A call under an id of our own: servers repeat theirs ("call_1" in every turn), and an edit is done once per id.

    Nine letters or digits, which every family of models accepts.
    """
    return ToolCall(name=name, args=args, id="".join(secrets.choice(_LETTERS) for _ in range(9)), type="tool_call")


def read_calls(answer: AIMessage, tools: Sequence[BaseTool]) -> Read:
    """The calls of an answer, checked. A call that broke off in the middle of its JSON is a fault, never half a call."""
    return _checked(_asked(answer), tools)


def read_plan(plan: Any, tools: Sequence[BaseTool]) -> Read:
    """The calls of a plan {"calls": [{"tool", "args"}]}, checked."""
    listed = plan.get("calls") if isinstance(plan, dict) else None
    if not isinstance(listed, list):
        return Read(faults=("the answer has no list of calls",))
    return _checked([_of_plan(item) for item in listed], tools)


def read_text(text: str, tools: Sequence[BaseTool]) -> Read:
    """The calls in an answer that is nothing but calls written out as JSON, as models do whose server knows no tools."""
    text = without_thoughts(text)
    pieces = _TAGGED.findall(text) if _TAGGED.sub("", text).strip() == "" else []
    if not pieces:
        fenced = _FENCED.match(text)
        pieces = [fenced[1] if fenced else text.strip()]
    found: list[tuple[str, Any]] = []
    for piece in pieces:
        value = whole_json(piece) if piece[:1] in "[{" else None
        found += [_of_plan(item) for item in (value if isinstance(value, list) else [value])]
    known = {tool.name for tool in tools}
    return _checked(found, tools) if found and all(name in known for name, _ in found) else Read()


def without_thoughts(text: str) -> str:
    """A text without the thinking aloud that some models put before their answer."""
    return _THOUGHTS.sub("", text, count=1)


def some_json(text: str) -> Any:
    """The JSON object in an answer that was asked to be one, also with words or a fence round it; None without one."""
    text = without_thoughts(text)
    start, end = text.find("{"), text.rfind("}")
    value = whole_json(text)
    return value if value is not None or start < 0 else whole_json(text[start : end + 1])


def whole_json(text: str) -> Any:
    """The value of a JSON text, perhaps fenced; None when it is not complete, valid JSON."""
    fenced = _FENCED.match(text)
    try:
        return json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError):
        return None


def _of_plan(item: Any) -> tuple[str, Any]:
    if not isinstance(item, dict):
        return "", None
    name = item.get("tool") or item.get("name") or ""
    return str(name), item.get("args", item.get("arguments", item.get("parameters", {})))


def _asked(answer: AIMessage) -> list[tuple[str, Any]]:
    """Names and arguments as the model sent them: of a stream the raw text, since LangChain completes half JSON by guessing."""
    if isinstance(answer, AIMessageChunk) and answer.tool_call_chunks:
        return [(str(part["name"] or ""), part["args"] or "{}") for part in answer.tool_call_chunks]
    asked: list[tuple[str, Any]] = [(call["name"], call["args"]) for call in answer.tool_calls]
    return asked + [(str(call["name"] or ""), call["args"] or "") for call in answer.invalid_tool_calls]


def _checked(asked: Iterable[tuple[str, Any]], tools: Sequence[BaseTool]) -> Read:
    by_name = {tool.name: tool for tool in tools}
    calls, faults = list[ToolCall](), list[str]()
    for name, args in asked:
        tool = by_name.get(name)
        if tool is None:
            faults.append(f"there is no tool called {name[:60]!r}; the tools are {', '.join(by_name)}")
            continue
        try:
            calls.append(new_call(name, _arguments(tool, args)))
        except ValueError as error:
            faults.append(f"{name}: {error}")
    if len(calls) > MOST:
        faults.append(f"{len(calls)} calls are too many for one answer; make at most {MOST}")
    return Read(tuple(calls), tuple(faults))


def _arguments(tool: BaseTool, args: Any) -> dict[str, Any]:
    """The arguments as the tool takes them. ValueError says what is wrong, for the model."""
    if isinstance(args, str):
        args = whole_json(args)
    if not isinstance(args, dict):
        raise ValueError("its arguments are not one complete JSON object")
    fields: dict[str, Any] = convert_to_openai_tool(tool)["function"]["parameters"].get("properties", {})
    given = {name: _forgiven(value, fields.get(name, {})) for name, value in args.items() if value is not None}
    if strange := [name for name in given if name not in fields]:
        raise ValueError(f"it has no argument {', '.join(strange)[:80]}; it has {', '.join(fields)}")
    schema = tool.tool_call_schema
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        try:
            return schema.model_validate(given).model_dump(exclude_unset=True)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return given


def _forgiven(value: Any, field: dict[str, Any]) -> Any:
    """What models often write instead: 3 or [1, 2] where text such as "3" or "1, 2" is wanted."""
    if field.get("type") != "string" or isinstance(value, str | bool | dict):
        return value
    items = value if isinstance(value, list) else [value]
    plain = all(isinstance(item, str | int | float) for item in items)
    return ", ".join(str(item) for item in items) if plain else value
