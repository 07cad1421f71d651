"""Draws every frame of every LED screen once more, with Pillow and GNU Unifont. Usage: dots.py LED SITE_YAML UNIFONT.

The widths in `playlist.csv` are those of the screen's own letters; Unifont's are never wider. Each bitmap is, dot for dot, what
Pillow draws at the place where the line was set. The font here may be of another version than the program's: a few letters have
been drawn anew since, and they are told from a fault by being alike wherever they stand.
"""

import csv
import io
import pathlib
import re
import sys
import unicodedata

from PIL import Image, ImageDraw, ImageFont

led, settings = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_text("utf-8")
PROFILE = re.compile(r"^  - \{id: ([a-z-]+), name: .*width_px: (\d+), height_px: (\d+), font_px: (\d+)(?:, mode: \w+)?\}$", re.M)
profiles = {it[1]: tuple(map(int, it.groups()[1:])) for it in PROFILE.finditer(settings)}
FONT_PX = 16
font = ImageFont.truetype(sys.argv[3], FONT_PX)
OPENING, CLOSING = "“‘（《【", "”’，。、；：！？"


def advance(sign, font_px):
    """The dots of a sign's cell on a card: capitals are ten sixteenths wide (docs/led.md#character-widths)."""
    if unicodedata.east_asian_width(sign) in "WFA":
        return font_px
    return -(-font_px * (10 if sign.isalpha() else 8) // 16)


def width(line, font_px):
    return sum(advance(it, font_px) for it in line)


def letter(sign, font_px):
    """The dots of a sign in its cell; closing marks stand at its left, opening ones at its right, all else in the middle."""
    wide = advance(sign, font_px)
    room = wide - int(font.getlength(sign)) * font_px // FONT_PX
    assert room >= 0, (sign, "is wider than its cell")
    glyph, cell = Image.new("1", (FONT_PX, FONT_PX)), Image.new("1", (wide, font_px))
    pen = ImageDraw.Draw(glyph)
    pen.fontmode = "1"
    pen.text((0, 0), sign, font=font, fill=1)
    bearing = room if sign in OPENING else 0 if sign in CLOSING else room // 2
    cell.paste(glyph.resize((font_px, font_px), Image.NEAREST), (bearing, 0))
    return cell


def read(lit, lines, font_px):
    """The cells of `lines` in a frame, each with its sign, and what is lit outside of them."""
    rest, cells = lit.copy(), []
    top = max(0, lit.height - len(lines) * font_px) // 2
    for row, line in enumerate(lines):
        left = max(0, lit.width - width(line, font_px)) // 2
        for sign in line:
            box = (left, top + row * font_px, left + advance(sign, font_px), top + (row + 1) * font_px)
            cells.append((sign, lit.crop(box)))
            rest.paste(0, box)
            left = box[2]
    return cells, rest.getbbox()


# Each sign that was met, and those whose dots are not this font's.
seen, redrawn = set(), {}


def check_page(file, lit, lines, font_px, takes):
    """Finds the lines that stand on the page, and returns those that are left."""

    def strange(take):
        cells, outside = read(lit, lines[:take], font_px)
        return outside is not None, sum(cell.tobytes() != letter(sign, font_px).tobytes() for sign, cell in cells)

    take = min(takes, key=strange)
    cells, outside = read(lit, lines[:take], font_px)
    assert outside is None, (file, lines[:take], outside)
    for sign, cell in cells:
        seen.add(sign)
        dots = cell.resize((advance(sign, FONT_PX), FONT_PX), Image.NEAREST).tobytes()
        if cell.tobytes() != letter(sign, font_px).tobytes():
            assert redrawn.setdefault(sign, dots) == dots, (file, sign)
        else:
            assert sign not in redrawn, (file, sign)
    return lines[take:]


def check(folder):
    width_px, height_px, font_px = profiles[folder.name]
    rows = list(csv.DictReader(io.StringIO((folder / "playlist.csv").read_bytes().decode("utf-8-sig"))))
    count = 0
    for number, row in enumerate(rows, 1):
        text, lines = row["text"], (folder / f"items/{number:03}.gbk.txt").read_bytes().decode("gbk").split("\r\n")[:-1]
        assert int(row["px"]) == width(text, font_px), (folder.name, text, row["px"])
        runs = row["mode"] == "scroll"
        for line in lines:
            drawn = font.getlength(line) * font_px / FONT_PX
            assert drawn <= width(line, font_px), (folder.name, line, drawn)
            assert runs or width(line, font_px) <= width_px, (folder.name, line)
        for page in range(1, int(row["pages"]) + 1):
            file = folder / f"items/{number:03}-{page}.bmp"
            with Image.open(file) as frame:
                size = (width(text, font_px), height_px) if runs else (width_px, height_px)
                assert frame.size == size, (file, frame.size, size)
                ground, *inks = sorted(it for _, it in frame.convert("RGB").getcolors())
                assert ground == (0, 0, 0) and len(inks) == 1, (file, inks)
                lit = frame.convert("RGB").convert("L").point(lambda it: 255 if it else 0).convert("1")
            lines = check_page(file, lit, lines, font_px, range(1, min(len(lines), 1 if runs else height_px // font_px) + 1))
            count += 1
        assert not lines, (folder.name, number, "lines on no page", lines)
    return count


folders = sorted(it for it in led.iterdir() if it.is_dir())
assert {it.name for it in folders} == set(profiles) and len(folders) > 6, (folders, profiles)
print({it.name: check(it) for it in folders}, "frames")
print("signs:", len(seen), "drawn anew in another version of the font:", "".join(sorted(redrawn)))
assert len(redrawn) * 20 <= len(seen), redrawn
