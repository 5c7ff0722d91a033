"""torchaudio beside a torch for processors: a stand-in for the one part of it that cannot load.

The torchaudio that package indexes give out is linked to CUDA, and its compiled part ends in an error when it is loaded beside
the CPU build of torch that Onereel asks for. What Onereel and its voices need of torchaudio (spectrograms, resampling) is plain
torch. `torchaudio._extension` is what loads the compiled part, when torchaudio is imported; so, where that would fail, a module
of the same name that loads nothing is put in its place before. Reading and writing files goes by soundfile there, because the
reader that torchaudio hands over to looks for system libraries of ffmpeg. Where the compiled part loads, nothing is touched.
"""

from __future__ import annotations

import importlib
import sys
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

NAME = "torchaudio._extension"
INSTALL = "pip install 'onereel[neural]', then pip install --no-deps torchaudio==2.11.0 torchcodec==0.11.1 Resemblyzer==0.1.4"
"""What brings torch and all that speaks, marks and compares voices by it; the last three ask for what would not install."""


@cache
def with_torchaudio() -> bool:
    """Make `import torchaudio` work in this process if it can; False where torchaudio or torch is not installed."""
    if find_spec("torchaudio") is None or find_spec("torch") is None:
        return False
    if "torchaudio" not in sys.modules and not _loads():
        for name in [name for name in sys.modules if name.split(".")[0] == "torchaudio"]:
            del sys.modules[name]
        sys.modules[NAME] = _stand_in()
        torchaudio: Any = importlib.import_module("torchaudio")
        torchaudio.load, torchaudio.save = _load, _save
    return True


def _loads() -> bool:
    """Whether torchaudio loads as it is."""
    try:
        importlib.import_module("torchaudio")
    except (ImportError, OSError, RuntimeError):
        return False
    return True


def _stand_in() -> ModuleType:
    """What torchaudio asks of its compiled part, answering that there is none."""
    module: Any = ModuleType(NAME)
    module.__path__ = []
    module.__spec__ = ModuleSpec(NAME, None, is_package=True)
    module._IS_TORCHAUDIO_EXT_AVAILABLE = module._IS_ALIGN_AVAILABLE = False
    module.fail_if_no_align = lambda function: function
    module._check_cuda_version = lambda: None
    whole: ModuleType = module
    return whole


def _load(uri: Any, *_: Any, **__: Any) -> tuple[Any, int]:
    import soundfile
    import torch

    sound, rate = soundfile.read(uri, dtype="float32", always_2d=True)
    return torch.from_numpy(sound.T.copy()), int(rate)


def _save(uri: Any, src: Any, sample_rate: int, *_: Any, **__: Any) -> None:
    import soundfile

    soundfile.write(uri, src.detach().cpu().numpy().T, sample_rate)
