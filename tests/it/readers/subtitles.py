"""Reads every .srt below a folder with pysubs2; seconds come from the script beside it. Usage: subtitles.py CINEMA."""

import pathlib
import re
import sys

import pysubs2

files = sorted(pathlib.Path(sys.argv[1]).rglob("*.srt"))
assert len(files) == 2, files
for file in files:
    script = (file.parent / f"{file.stem}_script.txt").read_bytes()
    assert script.startswith(b"\xef\xbb\xbf") and script.count(b"\n") == script.count(b"\r\n"), file
    script = script.decode("utf-8-sig")
    seconds = int(re.search(r"^时长：(\d+) 秒\r$", script, re.M)[1])
    assert re.search(r"^性质：(公益广告|公共信息)(、(公益广告|公共信息))?\r$", script, re.M), script
    cues = re.findall(r"^\d+\. ([\d.]+) 秒出现，([\d.]+) 秒消失（停留 ([\d.]+) 秒）\r\n((?:    画面：.*\r\n)+)", script, re.M)
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
