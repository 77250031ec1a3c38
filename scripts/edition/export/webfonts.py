"""Fonts for the web, cut from those of the book to the characters the texts use, in slices that a page loads singly.

In: the characters of each text page. Out: WOFF2 files and the style rules that name them. Hangul is sliced by where it
occurs: what most Korean pages share is one slice, the rest goes by the set of texts that have it, so that a page of one
text seldom loads another's. Latin letters have slices of their own, for English pages need nothing else.

Left alone: the edition's own words. They are set in the reader's sans serif, which every system has in both languages.
"""

from __future__ import annotations

import base64
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
KOREAN, LATIN = "NotoSerifKR_400Regular", "SourceSerif4_400Regular"
LICENCES = ("OFL-noto-serif-kr.txt", "OFL-source-serif-4.txt")
SHARED = 0.4  #: a syllable on this part of the Korean pages or more is in the shared slice
FEW = 5  #: texts that have a slice of their own together; the sets of more texts are too many for files and their names
SIGNS = "⟨⟩°‸"  #: what the style sheet itself prints inside the texts

#: Reserved Font Name (SIL OFL 1.1, condition 3): a cut Source Serif may not bear its name, so both are called ours.
FAMILY = "After October Serif"

#: system faces that stand in until ours are there, scaled so that lines break alike. The ratios are those of the mean
#: widths of letters in running text: Source Serif 4 479/1000, Georgia 913/2048, Times New Roman (and Liberation Serif,
#: Nimbus Roman and Tinos, made to its widths) 832/2048 (npm @capsizecss/metrics); of a syllable:
#: 966/1000 ours, 1000/1000 theirs.
STAND_INS = (
    ("After October Georgia", ("Georgia",), 107.4),
    ("After October Times", ("Times New Roman", "Liberation Serif", "Nimbus Roman", "Tinos"), 117.9),
    ("After October Myeongjo", ("AppleMyungjo", "Batang", "바탕", "Nanum Myeongjo", "NanumMyeongjo"), 96.6),
)


@dataclass(frozen=True, slots=True)
class Slice:
    """One file of one face."""

    name: str  #: of the file, without ending
    face: str  #: of the font it is cut from
    characters: tuple[str, ...]  #: sorted


def is_hangul(character: str) -> bool:
    """Tell whether *character* is a Hangul syllable or a jamo of the compatibility block."""
    return "가" <= character <= "힣" or "\u3131" <= character <= "\u318e"


def slices(pages: Mapping[str, Iterable[str]]) -> list[Slice]:
    """Return the slices for *pages*: name of a page (``text/page``) → its characters.

    >>> [(cut.name, "".join(cut.characters)) for cut in slices({"a/1": "가나x", "a/2": "가", "b/1": "가다革"})]
    [('latin', 'x'), ('signs', '°‸⟨⟩革'), ('hangul', '가'), ('hangul-a', '나'), ('hangul-b', '다')]
    """
    everything = {character for characters in pages.values() for character in characters if character.isprintable()}
    latin = tuple(sorted(character for character in everything if ord(character) < 0x2E80))
    signs = {character for character in everything if ord(character) >= 0x2E80 and not is_hangul(character)}
    found = [Slice("latin", LATIN, latin)] if latin else []
    found.append(Slice("signs", KOREAN, tuple(sorted({*signs, *SIGNS}))))
    korean = {name: {sign for sign in characters if is_hangul(sign)} for name, characters in pages.items()}
    korean = {name: characters for name, characters in korean.items() if characters}
    often = Counter(character for characters in korean.values() for character in characters)
    groups: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for character, count in often.items():
        texts = {name.partition("/")[0] for name, characters in korean.items() if character in characters}
        few = tuple(sorted(texts)) if len(texts) <= FEW else ("several",)
        groups[() if count >= SHARED * len(korean) else few].add(character)
    for texts_of, characters in sorted(groups.items()):
        name = "-".join(["hangul", *(text.partition("-")[0] for text in texts_of)])
        found.append(Slice(name, KOREAN, tuple(sorted(characters))))
    return found


def cut(piece: Slice, folder: Path = FONTS) -> tuple[bytes, str]:
    """Return the slice as WOFF2 and the characters it has; those the face lacks are left to the reader's fonts."""
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - slow to import, seldom needed
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font = TTFont(folder / f"{piece.face}.ttf", recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern", "liga"]
    options.hinting = False
    options.name_IDs = []
    options.notdef_outline = True
    known = font.getBestCmap()
    characters = "".join(character for character in piece.characters if ord(character) in known)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(font)
    for name_id in (1, 4, 6):
        font["name"].setName(FAMILY.replace(" ", "") if name_id == 6 else FAMILY, name_id, 3, 1, 0x409)
    font.flavor = "woff2"
    written = io.BytesIO()
    font.save(written, reorderTables=True)
    return written.getvalue(), characters


def ranges(characters: str) -> str:
    """Return *characters* as the value of ``unicode-range``.

    >>> ranges("abcx가")
    'U+61-63,U+78,U+AC00'
    """
    runs: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


def write_fonts(pages: Mapping[str, Iterable[str]], folder: Path) -> None:
    """Write the slices for *pages* and ``fonts.css`` into *folder*.

    ``font-display: optional``: a face that comes late is kept for the next page and moves nothing on this one. The
    Latin slice stands in the rules themselves, so that it is there at the first paint, from a disk, too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rules = []
    for family, names, scale in STAND_INS:
        local = ",".join(f'local("{name}")' for name in names)
        rules.append(f'@font-face{{font-family:"{family}";src:{local};size-adjust:{scale}%}}')
    for piece in slices(pages):
        data, characters = cut(piece)
        source, display = f"{piece.name}.woff2", "optional"
        if piece.name == "latin":
            source, display = f"data:font/woff2;base64,{base64.b64encode(data).decode()}", "block"
        else:
            (folder / source).write_bytes(data)
        rules.append(
            f'@font-face{{font-family:"{FAMILY}";src:url({source}) format("woff2");'
            f"font-display:{display};unicode-range:{ranges(characters)}}}"
        )
    for name in LICENCES:
        (folder / name).write_bytes((FONTS / name).read_bytes())
    (folder / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8", newline="\n")
