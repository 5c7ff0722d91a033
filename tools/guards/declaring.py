"""What a person said once of the names in a film, kept in the film; and what an edit's new words must be asked about first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from memory.editing import changed
from memory.errors import Refused
from memory.film import Film
from memory.people import Declared
from memory.refusals import record
from tools.guards import content, likeness, styles
from tools.guards.spelling import compact
from tools.guards.texts import film_words


def declare(film: Film, fictional: Iterable[str] = (), styles: Iterable[str] = ()) -> Film:
    """The film with names declared made up, and artists answered for; each once. FilmError for a name of nothing."""
    said = [Declared(name=name.strip()) for name in fictional if name.strip()]
    return keep(film, [*said, *(Declared(name=name.strip(), meant="style") for name in styles if name.strip())])


def keep(film: Film, said: Sequence[Declared]) -> Film:
    """The film with declarations added that it does not have yet; the very same film when there are none."""
    known = {(compact(each.name), each.meant) for each in film.declared}
    new = {(compact(each.name), each.meant): each for each in said if (compact(each.name), each.meant) not in known}
    return changed(film, declared=(*film.declared, *new.values())) if new else film


def invented(film: Film, premise: str) -> Film:
    """A draft whose writer made up names of its own: those that the premise does not have are declared as made up."""
    open_ones = likeness.open_names("\n".join(film_words(film)), (each.name for each in film.declared))
    asked_for = compact(premise)
    own = [who.name[:500] for who in open_ones if who.kind == "name" and compact(who.name) not in asked_for]
    return declare(film, fictional=own)


def questions(texts: Iterable[str], film: Film | None) -> tuple[Declared, ...]:
    """What the person would declare by a yes to these texts: people who may be real, living artists. Nothing to ask: empty."""
    text = "\n".join(texts)
    return (*likeness.askable(text, film), *styles.askable(text, film))


def asked(said: Sequence[Declared]) -> str:
    """The question for declarations, as the rest of a sentence."""
    people = [each.name for each in said if each.meant == "fictional"]
    artists = [each.name for each in said if each.meant == "style"]
    parts = [f"tells of {', '.join(people)}; your yes says that nobody real is meant"] if people else []
    parts += [f"works in the manner of {', '.join(artists)}; your yes says that you answer for that"] if artists else []
    return ", and ".join(parts)


def check_edit(before: Film, after: Film, root: Path) -> None:
    """Refuse an edit whose new words the fence would refuse when they are drawn or spoken; kept in the film's record."""
    old = set(film_words(before))
    fresh = "\n".join(text for text in film_words(after) if text not in old)
    made_up = [each.name for each in after.declared if each.meant == "fictional"]
    made_up += [member.name for member in before.cast if member.fictional]
    answered = [each.name for each in after.declared if each.meant == "style"]
    rule = "likeness"
    try:
        likeness.refuse(fresh, made_up, after, root)
        rule = "content"
        content.refuse(fresh, after.strictness)
        rule = "style"
        styles.refuse(fresh, answered, there=True)
    except Refused as refused:
        record(root, rule, str(refused))
        raise
