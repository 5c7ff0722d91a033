"""The voices' place: lend a voice with its owner's recorded consent, see what was found, hear it, and take it back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import gradio as gr

from memory.consent import Challenge
from memory.errors import FilmError
from memory.voices import Voice, find_voice, voices
from tools import enrolling, shelf
from tools.recordings import read_recording
from tools.speaking import speak
from tools.verifying import Finding
from ui.studio.markup import text as escaped
from ui.studio.page import Page, Visit

LISTENING = ("whisper", "speaker")
"""What checking a consent needs from the shelf."""
_MARKS = {"yes": "passed", "no": "failed", "more": "needs more", "unchecked": "not checked here"}
_INTRO = (
    "A film can be narrated in a voice of your own, or in that of somebody who agrees to it. They read one sentence aloud "
    "that was made up for today; what they say and who says it are checked on this computer, and nothing leaves it."
)
_SHARED = (
    "Several people share this studio, and voices belong to the account that runs it. Nothing was done. Enroll voices with "
    "`onereel voice` on the computer itself."
)


class _Parts:
    """The place's components."""

    def __init__(self) -> None:
        with gr.Row(elem_id="voices"):
            with gr.Column(scale=3, min_width=300):
                self._enrolling()
            with gr.Column(scale=2, min_width=300):
                self._having()

    def _enrolling(self) -> None:
        gr.HTML(f'<h3>Lend a voice</h3><p class="hint">{_INTRO}</p>')
        with gr.Row():
            self.name = gr.Textbox(label="What to call it", placeholder="my-voice", elem_id="voice-name", max_length=40)
            self.person = gr.Textbox(label="Who speaks", placeholder="Ann Lee", elem_id="voice-person", max_length=80)
        self.purpose = gr.Textbox(
            label="What for", placeholder="to narrate films about our school", elem_id="voice-purpose", max_length=200
        )
        self.only = gr.Checkbox(False, label="For the open film alone", elem_id="voice-only")
        self.ask = gr.Button("1. Get the sentence to read", variant="primary", elem_id="voice-ask")
        self.sentence = gr.HTML("", elem_id="voice-sentence")
        with gr.Column(visible=False, elem_id="voice-steps") as self.steps:
            self.consent = gr.Audio(
                label="2. The sentence, read aloud now",
                sources=["microphone"],
                type="filepath",
                elem_id="voice-consent",
                buttons=[],
            )
            self.reference = gr.Audio(
                label="3. The same voice reading anything, 10 seconds or more", sources=["microphone", "upload"],
                type="filepath", elem_id="voice-reference", buttons=[],
            )  # fmt: skip
            self.check = gr.Button("4. Check both, and keep the voice", variant="primary", elem_id="voice-check")
            self.fetch = gr.Button("", visible=False, elem_id="voice-fetch")
        self.findings = gr.HTML("", elem_id="voice-findings")

    def _having(self) -> None:
        self.shelf = gr.HTML("", elem_id="voice-list")
        self.chosen = gr.Dropdown([], label="Voice", elem_id="voice-chosen", filterable=False)
        self.line = gr.Textbox("This is how I sound in a film.", label="Let it say", elem_id="voice-line", max_length=500)
        with gr.Row():
            self.hear = gr.Button("Hear it", elem_id="voice-hear")
            self.use = gr.Button("Let it narrate this film", elem_id="voice-use")
        self.heard = gr.Audio(label="What it said", interactive=False, elem_id="voice-heard", visible=False)
        with gr.Accordion("Take a consent back", open=False, elem_id="voice-back"):
            gr.HTML(
                '<p class="hint">The voice stops everywhere at once and its recordings are deleted. This cannot be undone.</p>'
            )
            self.why = gr.Textbox(label="Why (kept with the record)", elem_id="voice-why", max_length=200)
            self.revoke = gr.Button("Revoke", variant="stop", elem_id="voice-revoke")


def build(page: Page) -> None:
    """Build the place."""
    it = _Parts()
    having = [it.shelf, it.chosen]
    page.shows(_list, having, [it.chosen], anytime=True)
    page.on(
        it.ask.click, _ask, [it.name, it.person, it.purpose, it.only], [it.sentence, it.steps, it.fetch, it.findings]
    )  # fmt: skip
    page.on(it.fetch.click, _fetch, [], [it.fetch], show_progress="full")
    kept = page.on(
        it.check.click, _check, [it.name, it.reference, it.consent], [it.findings, it.steps, it.sentence], show_progress="full"
    )
    page.on(kept.then, _list, [it.chosen], having)
    page.on(it.hear.click, _hear, [it.chosen, it.line], [it.heard], show_progress="full")
    page.on(it.use.click, _use, [it.chosen])
    gone = page.on(it.revoke.click, _revoke, [it.chosen, it.why])
    page.on(gone.then, _list, [it.chosen], having)


def _folder(visit: Visit) -> Path:
    """Where the voices lie; Refused where people share the studio."""
    if visit.room.user:
        raise FilmError(_SHARED)
    return visit.room.settings.voices_dir


def _list(visit: Visit, chosen: str | None) -> Any:
    found = [] if visit.room.user else voices(visit.room.settings.voices_dir)
    names = [voice.name for voice in found]
    cards = "".join(_card(voice) for voice in found) or '<p class="hint">No voice was lent yet.</p>'
    choices = gr.update(choices=names) if chosen in names else gr.update(choices=names, value=next(iter(names), None))
    return f"<h3>Lent voices</h3>{cards}", choices


def _card(voice: Voice) -> str:
    scope = voice.consent.scope
    film = f"the film {escaped(scope.film_title)} alone" if scope.film_title else "any film"
    until = f", until {escaped(scope.expires[:10])}" if scope.expires else ""
    return (
        f'<article class="voice"><b>{escaped(voice.name)}</b> <span class="hint">{escaped(voice.consent.person)}</span>'
        f'<p class="hint">{escaped(scope.purpose)}; {film}, in {escaped(", ".join(scope.languages))}{until}</p></article>'
    )


def _ask(visit: Visit, name: str, person: str, purpose: str, only: bool) -> Any:
    """Draw today's words, and show the sentence with the steps that follow."""
    film = visit.project.root if only else None
    asked = enrolling.ask(_folder(visit), enrolling.Wish(name, person, purpose, film))
    return _shown(asked), gr.update(visible=True), _fetching(visit), ""


def _shown(asked: Challenge) -> str:
    words = escaped(asked.sentence)
    for word in asked.words:
        words = words.replace(escaped(word), f"<mark>{escaped(word)}</mark>")
    return (
        f'<blockquote id="sentence">{words}</blockquote><p class="hint">{escaped(asked.person)} reads this aloud, alone. '
        f"It counts once, until {escaped(asked.until[:16].replace('T', ' '))} UTC.</p>"
    )


def _lacking(visit: Visit) -> list[str]:
    return [name for name in LISTENING if shelf.fetched(name, visit.room.settings.shelf_dir) is None]


def _fetching(visit: Visit) -> Any:
    lacking = _lacking(visit)
    size = sum(shelf.item(name).size for name in lacking) / 1e6
    return gr.update(visible=bool(lacking), value=f"Fetch what listening needs ({size:.0f} MB, once)")


def _fetch(visit: Visit) -> Any:
    """Bring what listening needs, which the person asked for by the button."""
    _folder(visit)
    for name in _lacking(visit):
        shelf.fetch(name, visit.room.settings.shelf_dir, lambda *_: None)
    return _fetching(visit)


def _check(visit: Visit, name: str, reference: str | None, consent: str | None) -> Any:
    """Check both recordings; believed, the voice is there."""
    folder = _folder(visit)
    if not reference or not consent:
        raise FilmError("Both recordings are needed: the sentence read aloud, and the voice reading. Nothing was kept.")
    done = enrolling.enroll(folder, name, Path(reference), Path(consent))
    said = _table(done.findings) + "".join(f'<p class="hint">{escaped(note)}</p>' for note in done.notes)
    if done.voice is None:
        return f"<h4>Not kept. Here is why:</h4>{said}", gr.skip(), gr.skip()
    return f"<h4>{escaped(done.voice.name)} is yours to use.</h4>{said}", gr.update(visible=False), ""


def _table(findings: tuple[Finding, ...]) -> str:
    rows = "".join(_row(_MARKS[each.verdict], each) for each in findings)
    return f'<table class="findings">{rows}</table>'


def _row(mark: str, found: Finding) -> str:
    return f'<tr class="{found.verdict}"><td>{mark}</td><td>{escaped(found.check)}</td><td>{escaped(found.said)}</td></tr>'


def _voice(visit: Visit, chosen: str | None) -> Voice:
    voice = find_voice(_folder(visit), chosen or "")
    if voice is None:
        raise FilmError("Choose one of the lent voices first. Nothing was done.")
    return voice


def _hear(visit: Visit, chosen: str | None, line: str) -> Any:
    """Let a voice say a line, under the same rules as in a film."""
    voice = _voice(visit, chosen)
    with tempfile.TemporaryDirectory() as work:
        out = Path(work) / "line.wav"
        speak(voice.id, line, out, visit.project.root if visit.film else None)
        said = read_recording(out, shortest=0.05)
    return gr.update(value=(said.rate, (said.samples.clip(-1, 1) * 32767).astype("int16")), visible=True)


def _use(visit: Visit, chosen: str | None) -> None:
    gr.Info(visit.call("voice", voice=_voice(visit, chosen).name).said, title="")


def _revoke(visit: Visit, chosen: str | None, why: str) -> None:
    """Take a consent back at once."""
    voice = _voice(visit, chosen)
    enrolling.revoke(_folder(visit), voice.name, why)
    gr.Info(f"The consent to {voice.name} is revoked and its recordings are deleted.", title="")
