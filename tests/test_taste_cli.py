"""`onereel memory`: list, search, rebuild and forget, for people and for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from memory.errors import FilmError
from tests.tasting import thirty
from ui.taste_cli import app


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("ONEREEL_MEMORY_DIR", str(thirty(tmp_path).memory_dir))
    return lambda *args: CliRunner().invoke(app, list(args), catch_exceptions=True)


def test_list_search_forget_and_rebuild(run) -> None:
    """What is listed can be searched and forgotten by its key; machines read one JSON document."""
    assert len(json.loads(run("list", "--json").stdout)["rows"]) == 30
    assert json.loads(run("list", "--film", "land", "--json").stdout)["rows"] == []
    found = json.loads(run("search", "the lighthouse film", "--most", "2", "--json").stdout)["rows"]
    assert found[0]["key"] == "lamp" and found[0]["kind"] == "kept" and 0.2 < found[0]["likeness"] <= 1
    assert run("forget", "lamp").exit_code == 0
    assert json.loads(run("rebuild", "--json").stdout) == {"rows": 29}
    assert "lamp" not in {row["key"] for row in json.loads(run("search", "the lighthouse film", "--json").stdout)["rows"]}
    assert "haunted" not in run("list").stdout and "ghost" in run("list").stdout


def test_forgetting_what_is_not_there_is_a_sentence(run) -> None:
    answer = run("forget", "nothing")
    assert isinstance(answer.exception, FilmError) and "`onereel memory list` shows the keys" in str(answer.exception)
