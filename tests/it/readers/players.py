"""Converts every subtitle below a folder to the other forms with ffmpeg. Usage: players.py CINEMA.

Whichever form is the source: no word of warning, as many cues as before, at the same times, with the same words.
"""

import pathlib
import subprocess
import sys
import tempfile

import imageio_ffmpeg
import pysubs2

FORMS = ("srt", "ass", "vtt")
ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()


def cues(file):
    read = pysubs2.load(str(file), encoding="utf-8", format_=file.suffix[1:])
    return [(it.start, it.end, it.plaintext) for it in read]


def convert(source, target):
    options = ["-nostdin", "-hide_banner", "-loglevel", "warning", "-xerror"]
    ran = subprocess.run([ffmpeg, *options, "-i", source, target], capture_output=True, text=True)
    assert ran.returncode == 0 and not ran.stderr, (source, target.name, ran.stderr)


sources = sorted(it for form in FORMS for it in pathlib.Path(sys.argv[1]).rglob(f"*.{form}"))
assert len(sources) == 6, sources
for source in sources:
    expected = cues(source)
    assert len(expected) > 1, source
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMS:
            target = pathlib.Path(folder, f"{source.suffix[1:]}.{form}")
            convert(source, target)
            assert cues(target) == expected, (source, target.name, expected, cues(target))
    print(source.name, len(expected), "cues")
