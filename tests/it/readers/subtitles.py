"""Reads every spot below a folder: subtitles with pysubs2, stills with Pillow; seconds come from the script beside them.

Usage: subtitles.py CINEMA.
"""

import pathlib
import re
import sys

import pysubs2
from PIL import Image

files = sorted(pathlib.Path(sys.argv[1]).rglob("*.srt"))
assert len(files) == 2, files
for file in files:
    spot = file.parent.name
    script = (file.parent / f"{spot}_script.txt").read_bytes()
    assert script.startswith(b"\xef\xbb\xbf") and script.count(b"\n") == script.count(b"\r\n"), file
    script = script.decode("utf-8-sig")
    seconds = int(re.search(r"^时长：(\d+) 秒\r$", script, re.M)[1])
    assert re.search(r"^性质：(公益广告|公共信息)(、(公益广告|公共信息))?\r$", script, re.M), script
    cues = re.findall(r"^\d+\. ([\d.]+) 秒出现，([\d.]+) 秒消失（停留 ([\d.]+) 秒）\r\n((?:    画面：.*\r\n)+)", script, re.M)
    (file.parent / f"{spot}_script.gbk.txt").read_bytes().decode("gbk", errors="strict")
    for other, form in [("ass", "ass"), ("vtt", "vtt")]:
        twin = pysubs2.load(str(file.with_suffix(f".{other}")), encoding="utf-8", format_=form)
        srt = pysubs2.load(str(file), encoding="utf-8", format_="srt")
        assert [(it.start, it.end, it.plaintext) for it in twin] == [(it.start, it.end, it.plaintext) for it in srt], other
    for still in sorted(file.parent.glob("*.png")):
        with Image.open(still) as picture:
            width, height = picture.size
            assert still.stem.endswith(f"_{width}x{height}") and (width, height) in [(1998, 1080), (1920, 1080)], still
            rgb = picture.convert("RGB")
            ground = rgb.getpixel((0, 0))
            drawn = Image.new("L", picture.size)
            drawn.putdata([0 if it == ground else 255 for it in rgb.getdata()])
            left, top, right, bottom = drawn.getbbox()
            # Title-safe: a tenth of the picture is free on each side.
            assert left >= width // 10 and top >= height // 10, (still, left, top)
            assert right <= width - width // 10 and bottom <= height - height // 10, (still, right, bottom)
    text = file.read_bytes().decode("utf-8")
    read = pysubs2.load(str(file), encoding="utf-8", format_="srt")
    assert len(read) == len(cues) == text.count(" --> ") > 1, (file, len(read), len(cues))
    free_from = 500
    for event, (start, end, stay, lines) in zip(read, cues):
        assert (event.start, event.end) == (round(float(start) * 1000), round(float(end) * 1000)), event
        assert event.end - event.start == round(float(stay) * 1000), event
        shown = [it.removeprefix("    画面：") for it in lines.split("\r\n") if it]
        assert event.plaintext.split("\n") == shown, (event.plaintext, shown)
        assert event.start >= free_from and 1000 <= event.end - event.start <= 7000, event
        free_from = event.end + 84
    assert read[-1].end <= seconds * 1000 - 500, read[-1]
    print(file.name, len(read), "cues in", seconds, "s")
