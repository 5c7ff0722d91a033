"""Kill a render at random moments, many times, and compare the film with one that was never interrupted.

python -m bench.kill [--kills 50] [--seconds 20]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from memory.store import TakeStore

PREMISE = "a fox who mends clocks in a mountain village"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=20)
    said, dice = parser.parse_args(), random.Random(1)
    with tempfile.TemporaryDirectory(prefix="onereel-kill-") as folder:
        whole = make(Path(folder) / "whole", said.seconds)
        killed, landed, lost, before = Path(folder) / "killed", 0, 0, 0
        for _ in range(said.kills):
            process = subprocess.Popen(command(killed, said.seconds), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0.2, 4.0))
            landed += process.poll() is None
            process.kill()
            process.wait()
            now = len(TakeStore(killed / "takes").keys()) if killed.exists() else 0
            lost, before = lost + max(0, before - now), now
        same = make(killed, said.seconds) == whole
        print(f"{said.kills} kills, {landed} of them while it ran; takes lost: {lost}; film equal to an unkilled one: {same}")
        return 0 if same and not lost else 1


def command(folder: Path, seconds: int) -> list[str]:
    return [sys.executable, "-m", "ui", "make", PREMISE, "--seconds", str(seconds), "--out", str(folder), "--json"]


def make(folder: Path, seconds: int) -> str:
    done = subprocess.run(command(folder, seconds), check=True, capture_output=True, text=True)
    return hashlib.sha256(Path(json.loads(done.stdout)["film"]).read_bytes()).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
