"""One page of a PDF: its characters with their places, put together to lines in reading order.

The order is that of the file, which is the typesetter's, except where a page is set in two columns: these are read one
after the other between the lines that go across both.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium

from edition.convert.received.model import Hint

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LINE_HYPHENS = ("\x02", "\ufffe", "\uffff")  #: what PDFium gives for a hyphen at a line's end


@dataclass(slots=True)
class Sign:
    """One character of the text layer."""

    character: str
    left: float
    right: float
    base: float  #: height of its line of writing
    foot: float  #: by how much its lowest point stands above that
    size: float
    bold: bool
    angle: int  #: quarter turns, against the page


@dataclass(slots=True)
class Printed:
    """A line as printed, and what its place says of it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    angle: int = 0
    gap: bool = False
    indented: bool = False
    hint: Hint | None = None


@dataclass(slots=True)
class Sheet:
    """A page."""

    number: int
    width: float
    height: float
    lines: list[Printed]
    letters: int = 0
    unread: int = 0
    ligatures: int = 0
    pictures: int = 0
    columns: bool = False
    damaged: bool = False
    angles: Counter[int] = field(default_factory=Counter)


def read_sheet(page: pypdfium2.PdfPage, number: int) -> Sheet:
    """Return the lines of *page*."""
    width, height = page.get_size()
    sheet = Sheet(number, width, height, [])
    sheet.pictures = sum(1 for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    runs = _read(page, sheet)
    upright = sheet.angles.most_common(1)[0][0] if sheet.angles else 0
    if runs and page.get_rotation() != 90 * upright:  # PDFium orders lines as the page is turned
        page.set_rotation(90 * upright)
        sheet = Sheet(number, width, height, [], pictures=sheet.pictures)
        runs = _read(page, sheet)
    pieces = [piece for run in runs for piece in _pieces(run)]
    sheet.lines = [_printed(signs, upright) for signs in _merged(pieces) if any(s.character.strip() for s in signs)]
    _order(sheet)
    return sheet


def _read(page: pypdfium2.PdfPage, sheet: Sheet) -> list[list[Sign]]:
    textpage = page.get_textpage()
    try:
        return list(_runs(textpage, sheet))
    finally:
        textpage.close()


def _runs(textpage: pypdfium2.PdfTextPage, sheet: Sheet) -> Iterator[list[Sign]]:
    """Yield the signs of each line as PDFium divides them."""
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    matrix, flags = pdfium.FS_MATRIX(), ctypes.c_int()
    run: list[Sign] = []
    count = textpage.count_chars()
    high = ""
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= code <= 0xDBFF:
            high = chr(code)
            continue
        character = chr(code) if 0 < code < 0x110000 else "\ufffd"
        if 0xDC00 <= code <= 0xDFFF:
            pair = (high + character).encode("utf-16-le", "surrogatepass")
            character = pair.decode("utf-16-le", "replace") if high else "\ufffd"
        high = ""
        if character in "\r\n":
            if run:
                yield run
            run = []
            continue
        pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        scale = 1.0
        turn = 0
        if pdfium.FPDFText_GetMatrix(textpage, index, matrix):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        size = abs(pdfium.FPDFText_GetFontSize(textpage, index) * scale) or 1.0
        weight = pdfium.FPDFText_GetFontWeight(textpage, index)
        bold = weight >= 600 if weight > 0 else _bold_name(textpage, index, flags)
        hyphened = character in LINE_HYPHENS  # PDFium gives no line end after it
        if hyphened:
            character = "-"
        if pdfium.FPDFText_HasUnicodeMapError(textpage, index) == 1 or "\ue000" <= character <= "\uf8ff":
            sheet.unread += 1
        sheet.letters += not character.isspace()
        sheet.angles[turn] += not character.isspace()
        if character in LIGATURES:
            sheet.ligatures += 1
        near, far, base, foot = _turned(turn, (left.value, right.value, bottom.value, top.value), (x.value, y.value))
        run.append(Sign(LIGATURES.get(character, character), near, far, base, foot, size, bold, turn))
        if hyphened:
            yield run
            run = []
    if run:
        yield run


def _bold_name(textpage: pypdfium2.PdfTextPage, index: int, flags: ctypes.c_int) -> bool:
    buffer = ctypes.create_string_buffer(128)
    length = pdfium.FPDFText_GetFontInfo(textpage, index, buffer, 128, flags)
    return 0 < length <= 128 and bool(re.search(rb"(?i)bold|black|heavy", buffer.value))


def _turned(turn: int, box: tuple[float, ...], origin: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return where a sign begins and ends along its line, the line's height, and its own foot above that."""
    left, right, bottom, top = box
    x, y = origin
    return (
        (left, right, y, bottom - y),
        (bottom, top, -x, x - right),
        (-right, -left, -y, y - top),
        (-top, -bottom, x, left - x),
    )[turn]


def _pieces(run: list[Sign]) -> Iterator[list[Sign]]:
    """Divide a run where the writing turns, or leaves a gap as wide as between columns."""
    piece: list[Sign] = []
    last: Sign | None = None
    for sign in run:
        if last and not sign.character.isspace():
            away = abs(sign.base - last.base) > 1.2 * max(sign.size, last.size)
            if sign.angle != last.angle or away or sign.left - last.right > 3 * last.size:
                yield piece
                piece = []
        piece.append(sign)
        last = last if sign.character.isspace() else sign
    if piece:
        yield piece


def _merged(pieces: list[list[Sign]]) -> list[list[Sign]]:
    """Put together what stands on one line: raised figures, and words that the file sets one by one."""
    lines: list[list[Sign]] = []
    for piece in pieces:
        shown = [sign for sign in piece if sign.character.strip()]
        if not shown:
            if lines:
                lines[-1] += piece[:1]
            continue
        before = [sign for sign in lines[-1] if sign.character.strip()] if lines else []
        if before and before[-1].angle == shown[0].angle:
            last, first = before[-1], shown[0]
            size = max(_size(before), _size(shown))
            level = abs(_base(before) - _base(shown))
            near = -0.3 * size < first.left - last.right < 1.6 * size
            small = min(_size(before), _size(shown)) < 0.85 * size
            if near and level < (0.6 if small else 0.25) * size:
                if first.left - last.right > 0.2 * size and not lines[-1][-1].character.isspace():
                    lines[-1].append(Sign(" ", last.right, first.left, last.base, 0, last.size, False, last.angle))
                lines[-1] += piece
                continue
        lines.append(piece)
    return lines


def _size(signs: list[Sign]) -> float:
    return median(sign.size for sign in signs)


def _base(signs: list[Sign]) -> float:
    return median(sign.base for sign in signs)


def _printed(signs: list[Sign], upright: int) -> Printed:
    """Return a line of *signs*, raised figures written as raised."""
    shown = [sign for sign in signs if sign.character.strip()]
    size, base = _size(shown), _base(shown)
    written = [
        s.character.translate(RAISED) if s.character.isdigit() and s.base + s.foot > base + 0.2 * size else s.character
        for s in signs
    ]
    text = "".join(written)
    trailing = " " * (text != text.rstrip(" ") and text.strip() != "")
    return Printed(
        re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", text.strip()) + trailing,
        min(sign.left for sign in shown), max(sign.right for sign in shown), base, size,
        bold=sum(sign.bold for sign in shown) * 10 > 9 * len(shown), angle=(shown[0].angle - upright) % 4,
    )  # fmt: skip


def _order(sheet: Sheet) -> None:
    """Read two columns one after the other, where the file sets them line by line."""
    lines = sheet.lines
    if len(lines) < 12:
        return
    middle = (min(line.left for line in lines) + max(line.right for line in lines)) / 2
    sides = [-1 if line.right < middle + 6 else 1 if line.left > middle - 6 else 0 for line in lines]
    left, right = sides.count(-1), sides.count(1)
    sheet.columns = min(left, right) > 0.25 * len(lines)
    if not sheet.columns:
        return
    upright = [line for line in lines if not line.angle]
    whole = sorted((line for line, side in zip(lines, sides, strict=True) if not side and not line.angle),
                   key=lambda line: -line.base)  # fmt: skip
    ordered: list[Printed] = []
    top = math.inf
    for full in [*whole, None]:
        foot = full.base if full else -math.inf
        band = [line for line in upright if foot < line.base <= top and line not in whole]
        ordered += [line for line in band if line.right < middle + 6] + [
            line for line in band if line.right >= middle + 6]  # fmt: skip
        ordered += [full] if full else []
        top = foot
    sheet.lines = ordered + [line for line in lines if line.angle]
