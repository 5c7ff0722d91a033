"""Small videos to sign and to spoil, made by ffmpeg."""

from __future__ import annotations

from pathlib import Path

from tools.ffmpeg import run_ffmpeg


def clip(path: Path, seconds: float = 1, size: str = "160x90", picture: str = "testsrc2", sound: bool = True) -> Path:
    """A small film with a tone."""
    args = ["-f", "lavfi", "-i", f"{picture}=s={size}:r=10:d={seconds}"]
    args += ["-f", "lavfi", "-i", f"sine=d={seconds}"] if sound else []
    run_ffmpeg([*args, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(path)])
    return path


def flipped(path: Path, at: int) -> Path:
    """A copy with one bit of one byte changed."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    spoilt = path.with_name(f"flipped-{path.name}")
    spoilt.write_bytes(data)
    return spoilt


def transplanted(signed: Path, other: Path) -> Path:
    """A copy of `other` with the credential box of `signed` put where it would stand."""
    taken, onto = signed.read_bytes(), other.read_bytes()
    at = taken.index(b"uuid\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c") - 4
    size = int.from_bytes(taken[at : at + 4], "big")
    first = int.from_bytes(onto[:4], "big")
    made = other.with_name(f"transplanted-{other.name}")
    made.write_bytes(onto[:first] + taken[at : at + size] + onto[first:])
    return made
