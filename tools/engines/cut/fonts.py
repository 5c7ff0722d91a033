"""The film's typefaces: open fonts that installed packages carry, a chain of them so that other scripts show as well.

Source Serif Pro and Source Sans Pro for Latin, Greek and Cyrillic; Noto Sans for some twenty other scripts, symbols and
emoji; Noto Sans CJK for Chinese, Japanese and Korean. All SIL OFL 1.1. System fonts are never used: films must not differ
between machines.
"""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from memory.errors import EngineError

if TYPE_CHECKING:
    import skia

SERIF, SANS = "Source Serif Pro", "Source Sans Pro"
_FACES = {
    SERIF: ("font_source_serif_pro", "SourceSerifPro", ("Regular", "It", "Semibold")),
    SANS: ("font_source_sans_pro", "SourceSansPro", ("Regular", "It", "Semibold", "Bold")),
}
_INSTALL = "pip install font-source-serif-pro font-source-sans-pro manimgx-fonts noto-cjk-sans-jp-regular"
_CJK, _EMOJI = "NotoSansCJKjp-Regular.otf", "NotoEmoji[wght].ttf"
_UNSEEN = ("Cc", "Cf", "Mn", "Mc", "Me", "Cs", "Co", "Cn")
"""Unicode categories that are shown with the letter before them, or not at all."""


def _folder(package: str) -> Path:
    try:
        return Path(str(files(package)))
    except ModuleNotFoundError as error:
        raise EngineError(
            f"The fonts of {package} are not installed, so nothing can be written into pictures. {_INSTALL}"
        ) from error


def face(family: str, style: str = "Regular") -> Path:
    """Find the file of one of the two families; style is Regular, It (italic), Semibold or (sans only) Bold."""
    package, stem, _ = _FACES[family]
    return _folder(package) / "files" / f"{stem}-{style}.ttf"


@cache
def _wide() -> tuple[Path, ...]:
    """Files of the other scripts, in the order in which they are tried."""
    noto = sorted(p for p in _folder("manimgx_fonts").glob("NotoSans*.ttf") if "Italic" not in p.name)
    noto.sort(key=lambda p: p.name != "NotoSans[wght].ttf")
    return (*noto, _folder("noto_cjk_sans_jp_regular") / _CJK, _folder("manimgx_fonts") / _EMOJI)


@cache
def _typeface(path: Path) -> skia.Typeface:
    import skia

    return skia.FontMgr.New_Custom_Empty().makeFromFile(str(path))


@cache
def _font_of(character: str, family: str) -> Path | None:
    """Find the first file with a glyph for the character, or None when no font has one."""
    for path in (face(family), *_wide()):
        if _typeface(path).unicharToGlyph(ord(character)):
            return path
    return None


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN


def writable(text: str, family: str = SERIF) -> tuple[str, str]:
    """(text as it can be shown, characters left out because no font has them); spaces are evened out.

    Styled letters become plain ones first, since what is lost with them is decoration.
    """
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    kept, lost = [], []
    for character in plain:
        usual = character if _font_of(character, family) else unicodedata.normalize("NFKC", character)
        shown = [c for c in usual if _unseen(c) or _font_of(c, family)]
        kept += [c for c in shown if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn")]
        lost += [] if shown else [character]
    return " ".join("".join(kept).split()), "".join(dict.fromkeys(lost))


def _joins(character: str, path: Path) -> bool:
    """Tell whether a mark, sign or space keeps the font before it: marks always, signs where words are shaped as a whole."""
    if _unseen(character):
        return True
    wide, sign = path.name in (_CJK, _EMOJI), not character.isalpha() and ord(character) < 0x2E80
    return sign and not wide and bool(character == " " or _typeface(path).unicharToGlyph(ord(character)))


def runs(text: str, family: str) -> list[tuple[Path, str]]:
    """Cut the text where the font changes: (font file, piece); marks stay with their letter, and so do digits and signs."""
    cut: list[tuple[Path, str]] = []
    for character in text:
        path = cut[-1][0] if cut and _joins(character, cut[-1][0]) else _font_of(character, family) or face(family)
        if cut and cut[-1][0] == path:
            cut[-1] = (path, cut[-1][1] + character)
        else:
            cut.append((path, character))
    return cut


def width(text: str, family: str, size: float, style: str = "Regular", spacing: float = 0) -> float:
    """Pixels that the text takes in a line, unshaped: a little more than it will really take in joined scripts."""
    return spacing * len(text) + size / 1000 * _width_at_1000(text, family, style)


@lru_cache(maxsize=4096)
def _width_at_1000(text: str, family: str, style: str) -> float:
    import skia

    styled = ((face(family, style) if path == face(family) else path, piece) for path, piece in runs(text, family))
    return sum(float(skia.Font(_typeface(path), 1000).measureText(piece)) for path, piece in styled)


def family_name(path: Path) -> str:
    """Name the family by which a font file is asked for."""
    return str(_typeface(path).getFamilyName())


def files_for(texts: Sequence[str], family: str = SANS) -> list[Path]:
    """List the font files that the texts need: the two families' faces, and those of other scripts where they occur."""
    used = {path for text in texts for path, _ in runs(text, family)}
    own = [face(name, style) for name, (_, _, styles) in _FACES.items() for style in styles]
    return [*own, *(path for path in _wide() if path in used)]


def gather(texts: Sequence[str], folder: Path) -> Path:
    """Copy the fonts that the texts need into `folder`, for programs that want a folder of fonts; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in files_for(texts):
        shutil.copyfile(path, folder / path.name)
    return folder


def ass_runs(text: str, family: str = SANS) -> str:
    """Write caption text for ASS, with a change of font where a run needs another; the line's own style comes back after it.

    libass takes a size as the height of a font's line, so a font with a tall line is enlarged to letters of equal size.
    """
    parts, usual = [], _line_height(face(family))
    for path, piece in runs(text, family):
        scale = round(100 * _line_height(path) / usual)
        change = f"{{\\fn{family_name(path)}\\fscx{scale}\\fscy{scale}}}"
        parts.append(piece if path == face(family) else f"{change}{piece}{{\\fn\\fscx\\fscy}}")
    return "".join(parts)


@cache
def _line_height(path: Path) -> float:
    import skia

    metrics = skia.Font(_typeface(path), 100).getMetrics()
    return float(metrics.fDescent - metrics.fAscent)
