"""Guesses the encoding of every text with ICU, as DCP-o-matic does before it burns a subtitle in. Usage: charset.py EXPORT.

What is UTF-8 is taken for UTF-8, however short; a guess at GBK would be a matter of luck, so there the name says it.
"""

import json
import pathlib
import sys

import icu

export = pathlib.Path(sys.argv[1])
files = json.loads((export / "feeds/manifest.json").read_bytes())["files"]
paths = [it["path"] for it in files if it["encoding"] in ("utf-8", "utf-8-bom")] + ["feeds/manifest.json"]
subtitles = [it for it in paths if it.endswith((".srt", ".ass", ".vtt"))]
assert len(subtitles) == 6 and len(paths) > 200, (subtitles, len(paths))
plain = 0
for path in paths:
    data = (export / path).read_bytes()
    guess = icu.CharsetDetector(data).detect()
    # ASCII is the same in every code that ICU could name.
    if data.isascii():
        plain += 1
    else:
        assert guess.getName() == "UTF-8" and guess.getConfidence() >= 80, (path, guess.getName(), guess.getConfidence())
assert not any((export / it).read_bytes().isascii() for it in subtitles), subtitles
print(len(paths), "texts,", plain, "of them ASCII")
