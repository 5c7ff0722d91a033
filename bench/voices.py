"""Voices, measured: a matched voice enrolled and narrating a film, and how near matching comes to readers it was not fitted to.

    python -m bench.voices                     enroll, match, narrate a film of 60 s, with the scores before and after
    python -m bench.voices --into FOLDER       the same, and the film's folder stays there
    python -m bench.voices --readers FOLDER    for every recording of 14 s or more in a folder: fit to its first 10 s, and
                                               compare with the rest, which the fit has not heard

Needs kokoro, kokoro-voices, speaker and whisper on the shelf. Whoever is enrolled in the first is the built-in narrator, read
aloud by the program itself, since no person is at hand: it shows the way from a reading to a film, and not how near matching
comes to a person. The second does, with recordings of people.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from memory.edits import set_voice
from memory.film import Engines
from memory.project import Project
from memory.voices import Voice
from tools import enrolling
from tools.build import Step, render
from tools.engines import Brief, SpeechRequest, kokoro, listening, load_engine
from tools.engines.matched import fitted
from tools.engines.matched.fitting import fit, speaker_of
from tools.engines.phonemes.manner import Manner
from tools.engines.phonemes.speaker import RATE
from tools.engines.proof import compare, transcript
from tools.engines.resampling import at_rate
from tools.recordings import read_recording
from tools.studio import draft

READING = (
    "The old keeper climbed the stairs before dawn, as she had done for thirty years. Below her the sea was calm, and boats "
    "lay still at their moorings. She trimmed the wick, wiped the glass, and wrote the weather into her book. Nobody had ever "
    "read it, she thought, and nobody ever would; but a book without a page for today is not a book, it is only paper."
)
NEW = "Somewhere beyond the reef a whale was singing, and the keeper wrote every word of it down."
FITTED_TO = 10.0


def main() -> None:
    """Run one of the two."""
    if "--readers" in sys.argv:
        readers(Path(sys.argv[sys.argv.index("--readers") + 1]))
    else:
        with tempfile.TemporaryDirectory() as work:
            kept = Path(sys.argv[sys.argv.index("--into") + 1]) if "--into" in sys.argv else Path(work)
            narrated(enrolled(Path(work)), kept)


def enrolled(work: Path) -> Voice:
    """The built-in narrator reads a page and the sentence of consent, and is enrolled by the rules for everybody."""
    from tools.settings import load_settings

    folder = load_settings().voices_dir
    challenge = enrolling.ask(folder, enrolling.Wish("stand-in", "Ann Lee"))
    paths = [speak(text, work / name) for name, text in (("reading", READING), ("consent", challenge.sentence))]
    came = enrolling.enroll(folder, "stand-in", *paths)
    for finding in came.findings:
        print(f"  {finding.verdict:9} {finding.check}: {finding.said}", flush=True)
    if came.voice is None:
        raise SystemExit("The reading was not believed; there is nothing to measure.")
    return came.voice


def speak(text: str, folder: Path) -> Path:
    """A text read by the built-in narrator."""
    folder.mkdir()
    return folder / load_engine("speech", "hibari")(SpeechRequest(text=text), {}, folder).main


def narrated(voice: Voice, work: Path) -> None:
    """Match the voice, and let it tell a film of a minute, drawn small: the picture is not what is measured."""
    began = time.process_time()
    found = fitted(voice, lambda step: print(f"  {step}", flush=True))
    print(f"matched in {time.process_time() - began:.0f} CPU-s, listened to by {', '.join(found.listened)}")
    print("likeness: " + ", ".join(f"{stage} {value:.3f}" for stage, value in found.likeness.items()))
    film = draft(Brief(text="an old lighthouse keeper and a small robot learn to answer the sea", seconds=60))
    film = set_voice(film, voice=voice.id).model_copy(
        update={"engines": Engines(speech="matched"), "width": 320, "height": 180, "fps": 12}
    )
    project = Project.create(work / "film", film, "drafted")
    began = time.monotonic()
    done = render(project, 1, shown)
    print(f"{done.film.name} rendered in {time.monotonic() - began:.0f} s of wall time")
    takes = [project.takes.find(planned.job.key) for planned in done.jobs if planned.job.role == "speech"]
    wrong = [float(take.data.get("wrong", 0)) for take in takes if take]
    print(f"{len(wrong)} lines, share of words heard otherwise: mean {np.mean(wrong):.3f}, worst {max(wrong):.3f}")
    against = heard(np.concatenate([sound(take.main) for take in takes if take]), RATE)
    reference = heard(sound(voice.reference), RATE)
    stock = heard(kokoro.speaker(found.nearest).say(NEW, Manner()).samples, RATE)
    print(
        f"narration against the reference: {scores(against, reference)}; {found.nearest} against it: {scores(stock, reference)}"
    )
    for note in dict.fromkeys(done.notes):
        print(f"  note: {note}")


def shown(step: Step) -> None:
    """A line for every take of speech."""
    if step.job.role == "speech" and step.state == "made":
        print(f"  {step.job.scene}: {step.seconds:.0f} s", flush=True)


def sound(path: Path) -> np.ndarray:
    import soundfile

    samples, rate = soundfile.read(path, dtype="float32")
    return at_rate(samples, rate, RATE)


def heard(samples: np.ndarray, rate: int) -> list[np.ndarray]:
    """What each encoder that is here hears."""
    at = at_rate(samples, rate, listening.RATE)
    return [each for each in (listening.dvector(at), listening.resemblyze(at)) if each is not None]


def scores(one: list[np.ndarray], other: list[np.ndarray]) -> str:
    return " / ".join(f"{float(a @ b):.3f}" for a, b in zip(one, other, strict=True))


def readers(folder: Path) -> None:
    """Fit to ten seconds of every reader and compare with the rest: dvector / resemblyzer, then the words that were lost."""
    print(f"{'reader':28} {'same reader':15} {'nearest stock':15} {'matched':15} words")
    for path in sorted(folder.glob("*.wav")):
        whole = read_recording(path, shortest=1.0)
        if whole.seconds < FITTED_TO + 4:
            continue
        cut = round(FITTED_TO * whole.rate)
        first, rest = whole.samples[:cut], heard(whole.samples[cut:], whole.rate)
        found = fit(first, whole.rate)
        stock = kokoro.speaker(found.nearest).say(NEW, Manner()).samples
        spoken = speaker_of(found).say(NEW, Manner()).samples
        lost = compare(NEW, " ".join(word for word, _, _ in transcript(spoken, RATE, "en"))).wrong
        columns = [scores(heard(each, rate), rest) for each, rate in ((first, whole.rate), (stock, RATE), (spoken, RATE))]
        print(f"{path.stem:28} {columns[0]:15} {columns[1]:15} {columns[2]:15} {lost:.2f}", flush=True)


if __name__ == "__main__":
    main()
