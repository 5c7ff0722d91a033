"""Asking an ONNX model for one more of its inner tensors, by editing its bytes: no ONNX library is needed.

An ONNX file is a protobuf message (https://protobuf.dev/programming-guides/encoding/, onnx.proto3): field 7 of the model
is the graph, field 12 of the graph an output, field 1 of an output its name.
"""

from __future__ import annotations

GRAPH, OUTPUT, NAME = 7, 12, 1


def with_output(model: bytes, tensor: str) -> bytes:
    """The model with `tensor` as its last output; ValueError when the bytes are not an ONNX model."""
    at, pieces, graphs = 0, [], 0
    while at < len(model):
        start = at
        key, at = _read(model, at)
        if key & 7 == 2:
            size, at = _read(model, at)
            at += size
        elif key & 7 == 0:
            _, at = _read(model, at)
        else:
            raise ValueError("not an ONNX model")
        piece = model[start:at]
        if key == GRAPH << 3 | 2:
            graphs += 1
            piece = _field(GRAPH, model[at - size : at] + _field(OUTPUT, _field(NAME, tensor.encode())))
        pieces.append(piece)
    if graphs != 1 or at != len(model):
        raise ValueError("not an ONNX model")
    return b"".join(pieces)


def _read(data: bytes, at: int) -> tuple[int, int]:
    """A varint and the place after it."""
    value = shift = 0
    while at < len(data):
        value |= (data[at] & 127) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 128:
            return value, at
    raise ValueError("not an ONNX model")


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
