"""Make the fonts beside this file from their npm packages. Run by hand, rarely; no build needs it.

    npm pack @expo-google-fonts/noto-serif-kr@0.4.3 …   # all of `PACKAGES`
    python -m edition.export.subset_fonts FOLDER         # the folder with the downloaded .tgz files

In: the archives of `PACKAGES`. Out: ``fonts/*.ttf`` and each family's licence beside them.
Raises `SystemExit` naming what is missing. Needs fonttools (extra ``test``).

The Noto fonts are cut to what Korean books of these years use: the hangul and hanja of KS X 1001, jamo, Latin,
Cyrillic, Greek and punctuation, and any further character our own witnesses and pages have. Not all 11,172 hangul
syllables: they would double the size, and the PDF build names any character it lacks. The sans face, the voice of
the edition, does without hanja (they come from the serif). Language variants of hanja (``locl``) are left out: all
hanja here is read in Korean.

A few names in the register are in scripts that these families do not have: Greek with its old accents, Arabic,
Devanagari, Georgian. One face of each is cut to its own script. Titles in simplified Chinese have one that is cut to
the common characters (GB 2312, first level) which the Korean face lacks.

The mathematical angle brackets ⟨ ⟩ round supplied words are in none of the fonts, so `draw_angle_brackets` draws them.
Source Serif is copied unchanged: it is small, and its licence reserves its name for unmodified copies.
"""

from __future__ import annotations

import io
import sys
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
ROOT = Path(__file__).parents[3]

#: package → its version when the committed fonts were made
PACKAGES = {
    "@expo-google-fonts/noto-serif-kr": "0.4.3",
    "@expo-google-fonts/noto-sans-kr": "0.4.3",
    "@expo-google-fonts/source-serif-4": "0.4.1",
    "@expo-google-fonts/noto-serif": "0.4.2",
    "@expo-google-fonts/noto-naskh-arabic": "0.4.5",
    "@expo-google-fonts/noto-sans-devanagari": "0.4.1",
    "@fontsource/noto-sans-georgian": "5.3.0",
    "@expo-google-fonts/noto-serif-sc": "0.4.3",
}
EXPO = "@expo-google-fonts"

#: (package, file in it, subset it?, keep its hanja?, stroke of the drawn brackets)
FACES = [
    (f"{EXPO}/noto-serif-kr", "400Regular/NotoSerifKR_400Regular.ttf", True, True, 46),
    (f"{EXPO}/noto-serif-kr", "600SemiBold/NotoSerifKR_600SemiBold.ttf", True, True, 64),
    (f"{EXPO}/noto-sans-kr", "400Regular/NotoSansKR_400Regular.ttf", True, False, 56),
    (f"{EXPO}/source-serif-4", "400Regular/SourceSerif4_400Regular.ttf", False, False, 0),
    (f"{EXPO}/source-serif-4", "400Regular_Italic/SourceSerif4_400Regular_Italic.ttf", False, False, 0),
    (f"{EXPO}/source-serif-4", "600SemiBold/SourceSerif4_600SemiBold.ttf", False, False, 0),
]

#: (package, file in it, name of the file made, first and last character of the script)
SCRIPTS = [
    (f"{EXPO}/noto-serif", "400Regular/NotoSerif_400Regular.ttf", "NotoSerif_Greek.ttf", 0x1F00, 0x1FFF),
    (f"{EXPO}/noto-naskh-arabic", "400Regular/NotoNaskhArabic_400Regular.ttf", "NotoNaskhArabic.ttf", 0x600, 0x6FF),
    (f"{EXPO}/noto-sans-devanagari", "400Regular/NotoSansDevanagari_400Regular.ttf", "NotoSansDevanagari.ttf",
     0x900, 0x97F),
    ("@fontsource/noto-sans-georgian", "files/noto-sans-georgian-georgian-400-normal.woff", "NotoSansGeorgian.ttf",
     0x10A0, 0x10FF),
]  # fmt: skip

CHINESE = (f"{EXPO}/noto-serif-sc", "400Regular/NotoSerifSC_400Regular.ttf", "NotoSerifSC.ttf")

#: whole ranges taken when the font has them
RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x02C0, 0x02DF), (0x0370, 0x03FF), (0x0400, 0x045F), (0x0490, 0x0493),
    (0x2000, 0x206F), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2150, 0x218F), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x266F), (0x3000, 0x303F), (0x3130, 0x318F),
    (0x3200, 0x321E), (0x3260, 0x327F), (0xFF00, 0xFFEF),
]  # fmt: skip


def ks_x_1001() -> Iterator[str]:
    """Yield the characters of KS X 1001: 2,350 hangul syllables, 4,888 hanja, signs."""
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes([row, cell]).decode("euc_kr")
            except UnicodeDecodeError:
                continue


def gb_2312() -> Iterator[str]:
    """Yield the 3,755 characters of the first level of GB 2312, the common ones."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA):
            yield bytes([row, cell]).decode("gb2312")


def wanted_characters(root: Path) -> set[int]:
    """Return the code points a subset keeps: the standard's, `RANGES`, and what our own files have besides."""
    wanted = {ord(character) for character in ks_x_1001()}
    for first, last in RANGES:
        wanted.update(range(first, last + 1))
    for path in [
        *root.glob("sources/*/witness.txt"),
        *root.glob("docs/**/*.md"),
        root / "bibliography.bib",
        *root.glob("docs/**/*.toml"),
    ]:
        if path.exists():
            wanted.update(map(ord, path.read_bytes().decode()))
    return wanted


def is_hanja(code: int) -> bool:
    """Tell whether *code* is a Chinese character, a compatibility one included."""
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF


def draw_angle_brackets(font: Any, stroke: int) -> None:
    """Add U+27E8 and U+27E9 to *font*: two thin strokes of the height of its parentheses."""
    upper, lower, width, inset = 830, -130, 340, 70
    middle, point, back = (upper + lower) // 2, inset, width - inset
    half = stroke // 2
    for code, name, mirror in ((0x27E8, "uni27E8", False), (0x27E9, "uni27E9", True)):
        outline = [(back, upper), (point, middle), (back, lower), (back + stroke, lower),
                   (point + stroke, middle), (back + stroke, upper)]  # fmt: skip
        if mirror:
            outline = [(width - x + half, y) for x, y in reversed(outline)]
        pen = TTGlyphPen(None)
        pen.moveTo(outline[0])
        for corner in outline[1:]:
            pen.lineTo(corner)
        pen.closePath()
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        glyph = pen.glyph()
        font["glyf"][name] = glyph
        font["hmtx"][name] = (width, min(x for x, _ in outline))
        if "vmtx" in font:
            font["vmtx"][name] = (1000, 0)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def subset(data: bytes, keep: set[int], stroke: int) -> TTFont:
    """Return the font in *data* cut to *keep*, with the angle brackets drawn in."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern", "liga", "palt", "halt"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=keep)
    subsetter.subset(font)
    draw_angle_brackets(font, stroke)
    return font


def script(data: bytes, characters: Iterable[int]) -> TTFont:
    """Return the font in *data* cut to *characters*, with everything that shapes them."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font.flavor = None
    options = Options()
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def member_of(folder: Path, package: str, member: str) -> bytes:
    """Return a file of a package's archive, and write the package's licence beside the fonts."""
    name = package.removeprefix("@").replace("/", "-")
    archive = folder / f"{name}-{PACKAGES[package]}.tgz"
    if not archive.exists():
        raise SystemExit(f"{archive} is missing: run `npm pack {package}@{PACKAGES[package]}`")
    with tarfile.open(archive) as files:
        licences = {"package/LICENSE_FONT", "package/LICENSE"} & set(files.getnames())
        data, licence = files.extractfile(f"package/{member}"), files.extractfile(max(licences))
        assert data is not None and licence is not None
        (FONTS / f"OFL-{package.rpartition('/')[2]}.txt").write_bytes(licence.read())
        return data.read()


def main(folder: Path) -> None:
    """Write the fonts and licences from the archives in *folder*."""
    wanted = wanted_characters(ROOT)
    for package, member, cut, hanja, stroke in FACES:
        content = member_of(folder, package, member)
        target = FONTS / Path(member).name
        if cut:
            keep = wanted if hanja else {code for code in wanted if not is_hanja(code)}
            subset(content, keep, stroke).save(target)
        else:
            target.write_bytes(content)
        print(f"{target.name}: {target.stat().st_size:,} bytes")
    for package, member, name, first, last in SCRIPTS:
        target = FONTS / name
        script(member_of(folder, package, member), range(first, last + 1)).save(target)
        print(f"{target.name}: {target.stat().st_size:,} bytes")
    package, member, name = CHINESE
    korean = TTFont(FONTS / Path(FACES[0][1]).name).getBestCmap().keys()
    lacking = sorted({*map(ord, gb_2312()), *filter(is_hanja, wanted)} - korean)
    script(member_of(folder, package, member), lacking).save(FONTS / name)
    print(f"{name}: {(FONTS / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
