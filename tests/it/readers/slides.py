"""Opens every slide for displays with Pillow. Usage: slides.py SIGNAGE.

As large as its name says, one for each picture of its display, and a twentieth free on each side: many displays cut that off.
"""

import pathlib
import re
import sys

from PIL import Image, ImageChops

SIZES = {"hall-board": (1920, 1080), "lift-board": (1080, 1920), "counter-strip": (1920, 360)}
signage = pathlib.Path(sys.argv[1])
folders = sorted(it for it in (signage / "slides").iterdir())
assert {it.name for it in folders} == set(SIZES), folders
for folder in folders:
    slides = sorted(folder.iterdir())
    # The page holds one object for each picture, and one for when all are over.
    shown = (signage / f"{folder.name}.html").read_text("utf-8").count('"lines":') - 1
    assert len(slides) == shown > 5, (folder, len(slides), shown)
    for number, slide in enumerate(slides, 1):
        width, height = SIZES[folder.name]
        assert re.fullmatch(rf"{number:03}_{width}x{height}\.png", slide.name), slide
        with Image.open(slide) as picture:
            assert picture.size == (width, height) and picture.format == "PNG", slide
            rgb = picture.convert("RGB")
        ground = Image.new("RGB", rgb.size, rgb.getpixel((0, 0)))
        left, top, right, bottom = ImageChops.difference(rgb, ground).getbbox()
        assert left >= width // 20 and right <= width - width // 20, (slide, left, right)
        assert top >= height // 20 and bottom <= height - height // 20, (slide, top, bottom)
    print(folder.name, len(slides), "slides")
