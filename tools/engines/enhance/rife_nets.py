"""The two nets of RIFE as functions over their weights: two frames (1 x 3 x height x width, 0..1) to one between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

State = Mapping[str, Any]
"""Tensors by the names that the layers had when they were trained."""


def timed(state: State, one: Any, other: Any, moment: float) -> Any:
    """RIFE v4.0: the frame at any moment, 0..1; four scales, each bettering flow (pixels) and mask of the one before."""
    import torch

    time = torch.full_like(one[:, :1], moment)
    flow, mask = _timed_block(state, "block0", torch.cat((one, other, time), 1), None, 8)
    for name, scale in (("block1", 4), ("block2", 2), ("block3", 1)):
        near, far = _warped(one, flow[:, :2]), _warped(other, flow[:, 2:4])
        more, other_mask = _timed_block(state, name, torch.cat((near, far, time, mask), 1), flow, scale)
        flow, mask = flow + more, mask + other_mask
    return _mixed(one, other, flow, mask)


def _timed_block(state: State, name: str, seen: Any, flow: Any, scale: float) -> tuple[Any, Any]:
    import torch
    from torch.nn.functional import conv_transpose2d

    small = _resized(seen, 1 / scale)
    if flow is not None:
        small = torch.cat((small, _resized(flow, 1 / scale) / scale), 1)
    first = _layer(state, f"{name}.conv0.1", _layer(state, f"{name}.conv0.0", small, 2), 2)
    inside = first
    for number in range(8):
        inside = _layer(state, f"{name}.convblock.{number}", inside)
    last = (state[f"{name}.lastconv.weight"], state[f"{name}.lastconv.bias"])
    out = _resized(conv_transpose2d(inside + first, *last, 2, 1), scale * 2)
    return out[:, :4] * scale * 2, out[:, 4:5]


def middle(state: State, one: Any, other: Any) -> Any:
    """RIFE v3 HD: the frame in the middle; three scales, each looked at from both sides."""
    import torch

    flow, mask = torch.zeros_like(one[:, :1]).repeat(1, 4, 1, 1), torch.zeros_like(one[:, :1])
    near, far = one, other
    for name, scale in (("block0", 4), ("block1", 2), ("block2", 1)):
        there, here = _middle_block(state, name, torch.cat((near, far, mask), 1), flow, scale)
        back, gone = _middle_block(state, name, torch.cat((far, near, -mask), 1), _turned(flow), scale)
        flow, mask = flow + (there + _turned(back)) / 2, mask + (here - gone) / 2
        near, far = _warped(one, flow[:, :2]), _warped(other, flow[:, 2:4])
    return _mixed(one, other, flow, mask)


def _middle_block(state: State, name: str, seen: Any, flow: Any, scale: float) -> tuple[Any, Any]:
    import torch

    inside = torch.cat((_resized(seen, 1 / scale), _resized(flow, 1 / scale) / scale), 1)
    inside = _layer(state, f"{name}.conv0.1", _layer(state, f"{name}.conv0.0", inside, 2), 2)
    for number in range(4):
        part = f"{name}.convblock{number}"
        inside = _layer(state, f"{part}.1", _layer(state, f"{part}.0", inside)) + inside
    flow, mask = (_head(state, f"{name}.{head}", inside) for head in ("conv1", "conv2"))
    return _resized(flow, scale) * scale, _resized(mask, scale)


def _head(state: State, name: str, inside: Any) -> Any:
    from torch.nn.functional import conv_transpose2d, prelu

    half = conv_transpose2d(inside, state[f"{name}.0.weight"], state[f"{name}.0.bias"], 2, 1)
    half = prelu(half, state[f"{name}.1.weight"])
    return conv_transpose2d(half, state[f"{name}.2.weight"], state[f"{name}.2.bias"], 2, 1)


def _layer(state: State, name: str, inside: Any, stride: int = 1) -> Any:
    from torch.nn.functional import conv2d, prelu

    seen = conv2d(inside, state[f"{name}.0.weight"], state[f"{name}.0.bias"], stride, 1)
    return prelu(seen, state[f"{name}.1.weight"])


def _resized(picture: Any, factor: float) -> Any:
    from torch.nn.functional import interpolate

    return interpolate(picture, scale_factor=factor, mode="bilinear", align_corners=False, recompute_scale_factor=False)


def _warped(picture: Any, flow: Any) -> Any:
    """The picture looked up where the flow (pixels, x then y) points to."""
    import torch
    from torch.nn.functional import grid_sample

    height, width = picture.shape[2:]
    rows, columns = torch.meshgrid(torch.arange(height).float(), torch.arange(width).float(), indexing="ij")
    place = torch.stack([columns + flow[:, 0], rows + flow[:, 1]], 3)
    place = place / torch.tensor([(width - 1) / 2, (height - 1) / 2]) - 1
    return grid_sample(picture, place, mode="bilinear", padding_mode="border", align_corners=True)


def _mixed(one: Any, other: Any, flow: Any, mask: Any) -> Any:
    share = mask.sigmoid()
    return _warped(one, flow[:, :2]) * share + _warped(other, flow[:, 2:4]) * (1 - share)


def _turned(flow: Any) -> Any:
    """Both flows in each other's place."""
    import torch

    return torch.cat((flow[:, 2:4], flow[:, :2]), 1)
