"""RIFE (Huang 2022): flow between two frames by a small net. Two trained sets of weights lie on the shelf; the nets are ours.

`rife` (v4.0) goes to any moment between; `rife-hd` (v3) only to the middle, and so by halves to the nearest eighth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import numpy as np

from memory.errors import EngineError
from tools.engines.enhance.frames import Frame, from_colours, to_colours
from tools.settings import load_settings
from tools.shelf import need

_PAD = 128
"""Sides are padded to a multiple of this: four scales of the net, each halved twice."""
_DEEP = 3


def by_rife(name: str) -> Callable[[Frame, Frame, Sequence[float]], list[Frame]]:
    """The way between frames by that set of weights, `rife` or `rife-hd`; EngineError says how to get what is missing."""
    net = _net(name)
    middle = name == "rife-hd"

    def between(one: Frame, other: Frame, shares: Sequence[float]) -> list[Frame]:
        pair = _tensor(one), _tensor(other)
        made = _halved(net, pair, shares) if middle else [net(*pair, share) for share in shares]
        height, width = one.y.shape
        return [from_colours(_picture(each, (height, width)), one.time) for each in made]

    return between


def _halved(net: Any, pair: tuple[Any, Any], shares: Sequence[float]) -> list[Any]:
    """Moments between by halving the way again and again; what was made on the way is kept."""
    known: dict[int, Any] = {0: pair[0], 2**_DEEP: pair[1]}

    def at(place: int, low: int, high: int) -> Any:
        half = (low + high) // 2
        if place not in known:
            if half not in known:
                known[half] = net(known[low], known[high])
            return known[half] if place == half else at(place, *((low, half) if place < half else (half, high)))
        return known[place]

    return [at(round(share * 2**_DEEP), 0, 2**_DEEP) for share in shares]


def _tensor(frame: Frame) -> Any:
    import torch
    from torch.nn.functional import pad

    picture = torch.from_numpy(np.ascontiguousarray(to_colours(frame).transpose(2, 0, 1)))[None].float() / 255
    height, width = frame.y.shape
    return pad(picture, (0, -width % _PAD, 0, -height % _PAD), mode="replicate")


def _picture(made: Any, size: tuple[int, int]) -> Any:
    levels = (made[0, :, : size[0], : size[1]].clamp(0, 1) * 255 + 0.5).byte()
    return np.ascontiguousarray(levels.permute(1, 2, 0).cpu().numpy())


@cache
def _net(name: str) -> Any:
    """The net bound to its weights, kept for the life of the process."""
    weights = need(name, load_settings().shelf_dir) / f"{name}.pkl"
    try:
        import torch
    except ImportError as error:
        raise EngineError(
            f"Interpolating by {name} needs torch, which is not installed. Install it with: pip install 'onereel[neural]'. "
            "Nothing was written; --interpolate motion needs nothing more."
        ) from error
    from tools.engines.enhance import rife_nets

    given = torch.load(weights, map_location="cpu", weights_only=True)
    state = {key.removeprefix("module."): tensor for key, tensor in given.items()}
    net = rife_nets.middle if name == "rife-hd" else rife_nets.timed
    return torch.inference_mode()(partial(net, state))
