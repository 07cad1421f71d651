"""What Pillow finds in the pictures of a written site: python3 pictures.py <public> <page>.

No picture says where, when, by whom or with what it was taken; each has the size that the page's HTML says; and each shows
the test card the right way up: red, green, blue and white in its four corners, whichever way the camera was held.
"""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

from PIL import Image

CORNERS = [(0.2, 0.2, (220, 30, 30)), (0.8, 0.2, (30, 160, 60)), (0.2, 0.8, (30, 60, 200)), (0.8, 0.8, (245, 245, 245))]
ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}

public, page = Path(sys.argv[1]), sys.argv[2]
faults = []


def check(fault, is_fine):
    if not is_fine:
        faults.append(fault)


def is_upright(path):
    with Image.open(path) as image:
        turn = image.getexif().get(0x0112, 1)
        image = image.convert("RGB")
        if turn != 1:
            turns = {2: [0], 3: [3], 4: [1], 5: [5], 6: [4], 7: [6], 8: [2]}
            for method in turns[turn]:
                image = image.transpose(method)
        for across, down, colour in CORNERS:
            found = image.getpixel((int(image.width * across), int(image.height * down)))
            if max(abs(a - b) for a, b in zip(found, colour)) > 40:
                return False
    return True


pictures = [it for it in public.rglob("*") if it.suffix.lower() in ENDINGS and "assets" not in it.parts]
check("no pictures were written", len(pictures) > 20)
for path in pictures:
    data = path.read_bytes()
    # Long enough that no pixels look like them by chance; the place in Exif is asked for below.
    for secret in [b"GPSL", b"Phone", b"2026:10", b"xap/1.0", b"Photoshop", b"secret", b"ftypmp42", b"MPF\0"]:
        check(f"{path}: {secret}", secret not in data)
    with Image.open(path) as image:
        exif = image.getexif()
        check(f"{path}: {dict(exif)}", set(exif) <= {0x0112})
        check(f"{path}: a place", not exif.get_ifd(0x8825))
        check(f"{path}: {list(image.info)}", not {"comment", "xmp", "photoshop", "parsed_exif"} & set(image.info))
        image.load()
    if "测试卡" in path.name:
        check(f"{path} is not upright", is_upright(path))

html = (public / page).read_text(encoding="utf-8")
tags = re.findall(r"<img src=\"(?!\.\./\.\./assets)[^>]*>", html)
check("the page shows no pictures", len(tags) > 8)
for tag in tags:
    of = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
    width, height = int(of["width"]), int(of["height"])
    choices = [it.split(" ") for it in of.get("srcset", "").split(", ") if it]
    addresses = [(of["src"], None)] + [(it[0], int(it[1].removesuffix("w"))) for it in choices]
    for address, width_px in addresses:
        path = (public / page).parent / unquote(address)
        check(f"{path} is missing", path.is_file())
        if not path.is_file():
            continue
        with Image.open(path) as image:
            shown = image.size[::-1] if image.getexif().get(0x0112, 1) >= 5 else image.size
        check(f"{path}: {shown[0]} is not {width_px}", width_px in (None, shown[0]))
        check(f"{path}: {shown} is not like {width}x{height}", abs(shown[0] * height - shown[1] * width) <= max(width, height))

print("\n".join(faults))
sys.exit(bool(faults))
