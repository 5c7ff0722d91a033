"""Whether a consent was given by whom it should be: what was said, who said it, and what that does and does not show.

Every check ends in a `Finding`, a sentence for the person. A recording is believed when no check says no and none asks for
more. What cannot be checked on this computer is said and kept with the record. None of it proves that somebody was there
alive: a good imitation of a voice reading the right words today would pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np

from memory.consent import Challenge
from memory.tables import read_table

Verdict = Literal["yes", "no", "more", "unchecked"]

MOST_ERRORS = 0.15
"""Share of wrong words with which a consent still counts as read."""
LIKE_WORD, LIKE_NAME = 0.8, 0.4
"""Share of equal letters from which a word, or a person's name, counts as said: names are written down in many ways."""
ACCEPTED, REFUSED = (0.80, 0.65), (0.72, 0.50)
"""Likeness by the second encoder (resemblyzer) and the first: both reached accepts, either missed refuses."""
ACCEPTED_ALONE = 0.70
"""Likeness by the first encoder from which it accepts where the second is not here."""
ENOUGH_REFERENCE, ENOUGH_CONSENT = 6.0, 3.0
"""Seconds of speech that the reference and the consent must hold."""
COMPARED = 60.0
"""Seconds of speech that are compared at most."""
APART, SHARE, WINDOW = 0.65, 0.15, 3.0
"""Two voices: the windows (seconds) fall into two groups, the smaller with this share, whose likeness is below APART."""


@dataclass(frozen=True)
class Finding:
    """What one check found, in words."""

    check: str
    verdict: Verdict
    said: str


@dataclass(frozen=True)
class Verified:
    """All findings about two recordings, the words heard, and the scores by name."""

    findings: tuple[Finding, ...]
    transcript: str
    scores: dict[str, float] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether no check said no or asked for more."""
        return all(finding.verdict in ("yes", "unchecked") for finding in self.findings)

    @property
    def unchecked(self) -> tuple[str, ...]:
        """What could not be checked here."""
        return tuple(finding.said for finding in self.findings if finding.verdict == "unchecked")


@cache
def texts() -> dict[str, dict[str, Any]]:
    """The sentences by language."""
    return read_table(Path(__file__).with_suffix(".toml"))


def key_words(language: str) -> tuple[str, ...]:
    """The words that a consent in that language may not miss."""
    return tuple(texts()[language]["keys"])


def verify(challenge: Challenge, reference: Any, consent: Any, earlier: Sequence[Challenge] = ()) -> Verified:
    """Compare what was read with the challenge, and its voice with the reference; both float32, mono, 16 kHz.

    `earlier` are other challenges of this ledger, whose words would be old ones. EngineError when weights are not here.
    """
    from tools.engines import listening

    voiced, read = listening.spoken_only(reference), listening.spoken_only(consent)
    findings = [_enough("reference", voiced, ENOUGH_REFERENCE), _enough("consent", read, ENOUGH_CONSENT)]
    if any(finding.verdict != "yes" for finding in findings):
        return Verified(tuple(findings), "")
    heard = listening.text_of(listening.transcribe(consent, challenge.language))
    findings += read_aloud(challenge, heard, earlier)
    same, scores = _same_voice(voiced, read)
    findings += [*same, one_voice("reference", voiced), one_voice("consent", read)]
    scores["errors"] = round(word_errors(challenge.sentence, heard), 3)
    return Verified(tuple(findings), heard, scores)


def read_aloud(challenge: Challenge, heard: str, earlier: Sequence[Challenge] = ()) -> list[Finding]:
    """Whether a transcript is the challenge's sentence: its drawn words, its key words, its name, and few errors in all."""
    words = bare(heard)
    missing = [word for word in challenge.words if not _said(word, words)]
    if missing and (old := _older(words, challenge, earlier)):
        return [
            Finding(
                "words", "no", f"The words read are those of an earlier time ({', '.join(old.words)}). Read today's sentence."
            )
        ]
    if missing:
        return [
            Finding("words", "no", f"Today's words were not all heard: {', '.join(missing)} missing. Heard was: {heard[:200]}")
        ]
    if lost := [word for word in key_words(challenge.language) if not _said(word, words)]:
        return [Finding("words", "no", f"The sentence was not read whole: {', '.join(lost)} missing. Heard was: {heard[:200]}")]
    errors = word_errors(challenge.sentence, heard)
    if errors > MOST_ERRORS:
        return [
            Finding(
                "words",
                "no",
                f"{errors:.0%} of the sentence was read otherwise, and {MOST_ERRORS:.0%} may be. Heard was: {heard[:200]}",
            )
        ]
    if _name_heard(challenge, words) < LIKE_NAME:
        return [Finding("words", "no", f"The name {challenge.person} was not heard. Heard was: {heard[:200]}")]
    return [Finding("words", "yes", f"The sentence was read, with today's words: {', '.join(challenge.words)}.")]


def word_errors(written: str, heard: str) -> float:
    """Words changed, lost and added, as a share of the words written (the word error rate); 0 is word for word."""
    ours, theirs = bare(written), bare(heard)
    row = list(range(len(theirs) + 1))
    for number, our in enumerate(ours, 1):
        before, row[0] = row[0], number
        for place, their in enumerate(theirs, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (our != their))
    return row[-1] / max(len(ours), 1)


def bare(text: str) -> list[str]:
    """The words of a text without case, signs and apostrophes."""
    return re.findall(r"\w+", re.sub(r"['\u2019]", "", text.lower()))


def _said(word: str, words: Sequence[str]) -> bool:
    """Whether a word was heard, perhaps written a little otherwise, or in two ("rain bow")."""
    pairs = [one + other for one, other in pairwise(words)]
    return any(SequenceMatcher(a=word.lower(), b=each).ratio() >= LIKE_WORD for each in (*words, *pairs))


def _name_heard(challenge: Challenge, words: Sequence[str]) -> float:
    """How near what was heard where the name stands comes to it, by their letters: 1 is letter for letter."""
    written, name = bare(challenge.sentence), bare(challenge.person)
    first = next((at for at in range(len(written)) if written[at : at + len(name)] == name), 0)
    heard: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(a=written, b=list(words), autojunk=False).get_opcodes():
        if a < first + len(name) and (b > first or a == b == first):
            skipped = max(first - a, 0) if kind == "equal" else 0
            beyond = max(b - first - len(name), 0) if kind == "equal" else 0
            heard += words[c + skipped : d - beyond]
    return SequenceMatcher(a="".join(name), b="".join(heard)).ratio()


def _older(words: Sequence[str], challenge: Challenge, earlier: Sequence[Challenge]) -> Challenge | None:
    others = [each for each in earlier if each.words != challenge.words]
    return next((each for each in reversed(others) if sum(_said(word, words) for word in each.words) >= 2), None)


def _enough(what: str, voiced: Any, least: float) -> Finding:
    from tools.engines.listening import RATE

    seconds = len(voiced) / RATE
    if seconds < 0.5:
        return Finding("speech", "no", f"There is no speech in the {what}.")
    if seconds < least:
        return Finding(
            "speech", "more", f"There is {seconds:.1f} s of speech in the {what}; {least:g} s are needed. Read on longer."
        )
    return Finding("speech", "yes", f"There is {seconds:.0f} s of speech in the {what}.")


def _same_voice(voiced: Any, read: Any) -> tuple[list[Finding], dict[str, float]]:
    """Whether two stretches of speech are of one voice, by one encoder or two."""
    from tools.engines import listening
    from tools.engines.neural_sound import INSTALL

    voiced, read = _spread(voiced, listening.RATE), _spread(read, listening.RATE)
    first = listening.likeness(listening.dvector(voiced), listening.dvector(read))
    one, other = listening.resemblyze(voiced), listening.resemblyze(read)
    second = None if one is None or other is None else listening.likeness(one, other)
    scores = {"r2": round(first, 3)} | ({} if second is None else {"r1": round(second, 3)})
    findings = [Finding("speaker", *judged(first, second))]
    if second is None:
        findings.append(
            Finding("second opinion", "unchecked", "A second speaker encoder is not installed, "
                    f"so one encoder alone compared the voices, by a stricter measure. To have it: {INSTALL}.")
        )  # fmt: skip
    return findings, scores


def _spread(voiced: Any, rate: int) -> Any:
    """A minute of a longer stretch, in pieces from all over it: more makes no difference and takes its time."""
    size, pieces = round(WINDOW * rate), round(COMPARED / WINDOW)
    if len(voiced) <= size * pieces:
        return voiced
    starts = np.linspace(0, len(voiced) - size, pieces).astype(int)
    return np.concatenate([voiced[start : start + size] for start in starts])


def judged(first: float, second: float | None) -> tuple[Verdict, str]:
    """What likenesses by the first encoder, and the second where there is one, say of two recordings."""
    score = f"likeness {first:.2f}" + (f" and {second:.2f}" if second is not None else "")
    if first < REFUSED[1] or (second is not None and second < REFUSED[0]):
        return "no", f"The voice in the consent is not the one in the reference ({score})."
    enough = first >= ACCEPTED_ALONE if second is None else first >= ACCEPTED[1] and second >= ACCEPTED[0]
    if not enough:
        return (
            "more",
            f"It is not clear that both recordings are of one voice ({score}). Bring a longer reference, and read nearer.",
        )
    return "yes", f"The voice in the consent is like the one in the reference ({score}). That does not prove who was there."


def one_voice(what: str, voiced: Any) -> Finding:
    """Whether one person alone seems to speak: the windows of the recording do not fall into two voices."""
    from tools.engines import listening

    apart = two_groups(windows(voiced, listening.RATE))
    if apart is not None and apart < APART:
        return Finding("one speaker", "no", f"More than one person seems to speak in the {what}. Record one voice alone.")
    return Finding("one speaker", "yes", f"One person seems to speak in the {what}.")


def windows(voiced: Any, rate: int) -> list[Any]:
    """The speaker in stretches of WINDOW seconds from all over some speech, at most 40 of them."""
    from tools.engines import listening

    size, most = round(WINDOW * rate), 40
    step = max(size // 2, (len(voiced) - size) // most)
    return [listening.dvector(voiced[at : at + size]) for at in range(0, max(len(voiced) - size, 0) + 1, step)]


def two_groups(vectors: Sequence[Any]) -> float | None:
    """The likeness of the two groups that unit vectors fall into best; None where the smaller is a few strays."""
    if len(vectors) < 3:
        return None
    points = np.stack(vectors)
    near = points @ points.T
    seeds = np.unravel_index(np.argmin(near), near.shape)
    sides = near[:, seeds[0]] >= near[:, seeds[1]]
    for _ in range(8):
        if min(sides.sum(), (~sides).sum()) < max(SHARE * len(points), 1):
            return None
        centres = [points[side].mean(axis=0) for side in (sides, ~sides)]
        centres = [centre / np.linalg.norm(centre) for centre in centres]
        sides = points @ centres[0] >= points @ centres[1]
    return float(centres[0] @ centres[1])
