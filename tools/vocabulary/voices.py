"""Tools for enrolled voices: which there are and how one comes to be, and taking a consent back.

There is no tool that enrolls: that is done by a person, by command or on the page, never by a model.
"""

from __future__ import annotations

from memory.consent import now
from memory.errors import FilmError
from memory.voices import Voice, find_voice
from memory.voices import voices as enrolled
from tools.vocabulary.desk import Desk, Done, listed

HOW = (
    "To enroll a voice, its owner reads a sentence aloud: onereel voice enroll --name my-voice --person \"NAME\" says which. "
    "Then the two recordings are brought: onereel voice enroll --name my-voice --reference READING --consent CONSENT. "
    "I cannot do that for you."
)  # fmt: skip


def voices(desk: Desk) -> Done:
    """List the voices that people enrolled with their consent, and say how one is enrolled. Changes nothing."""
    found = enrolled(desk.settings.voices_dir)
    said = f"Enrolled: {listed([_words(voice) for voice in found])}." if found else "No voice is enrolled."
    rows = [{"name": voice.name, "person": voice.consent.person, "purpose": voice.consent.scope.purpose} for voice in found]
    return Done(f"{said} {HOW}", version=0 if desk.empty else desk.project.film.version, data={"voices": rows})


def _words(voice: Voice) -> str:
    scope = voice.consent.scope
    ended = ", ended" if scope.expires and scope.expires <= now() else ""
    only = f", for {scope.film_title} alone" if scope.film_title else ""
    return f"{voice.name} ({voice.consent.person}{only}{ended})"


def revoke_voice(desk: Desk, name: str) -> Done:
    """Take back the consent to an enrolled voice for good: it stops in all films and its recordings are deleted.

    name: the voice's name, as in "my-voice"
    """
    from tools.enrolling import revoke

    said, version = name.strip().strip("\"'.").lower().replace(" ", "-"), 0 if desk.empty else desk.project.film.version
    if find_voice(desk.settings.voices_dir, said) is None:
        raise FilmError(f"No voice called {name.strip()[:60]!r} is enrolled. Nothing was revoked.")
    revoke(desk.settings.voices_dir, said, "asked for in the conversation")
    return Done(
        f"The consent to {said} is revoked and its recordings are deleted. Films that hold it are not let out again.",
        version=version,
    )
