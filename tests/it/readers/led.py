"""Reads every LED file below a folder with other people's programs. Usage: led.py LED.

Python's strict codecs and `file` for text, striprtf for RTF, Pillow for bitmaps, csv for the operator's sheet.
"""

import csv
import io
import pathlib
import subprocess
import sys

from PIL import Image
from striprtf.striprtf import rtf_to_text

folders = sorted(it for it in pathlib.Path(sys.argv[1]).iterdir() if it.is_dir())
assert len(folders) == 6, folders


def kind(file):
    return subprocess.run(["file", "--brief", file], capture_output=True, text=True, check=True).stdout


for folder in folders:
    for file in sorted(folder.rglob("*.gbk.txt")):
        data = file.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf"), file
        text = data.decode("gbk", errors="strict")
        assert text.endswith("\r\n") and text.count("\r") == text.count("\n") == text.count("\r\n"), file
        lines = text.split("\r\n")[:-1]
        # The end of every line stays findable without knowing the code: no second byte is 0x0A or 0x0D.
        assert data.count(b"\r\n") == len(lines), file
        if file.name.startswith("README"):
            continue
        assert lines and all(it and it == it.strip(" ") and not it.endswith("。") for it in lines), file
        # Python's table lacks these two, which the standard has (docs/charset.md#gb-2312-repertoire).
        text.replace("—", "").replace("·", "").encode("gb2312", errors="strict")
        assert not set(text) & set("\\|<>{}\t"), file
    name = folder.name
    main, twin = folder / f"{name}.gbk.txt", folder / f"{name}.utf8bom.txt"
    text = main.read_bytes().decode("gbk")
    assert twin.read_bytes().decode("utf-8-sig") == text and twin.read_bytes().startswith(b"\xef\xbb\xbf"), folder
    assert "CRLF" in kind(main) and "UTF" not in kind(main), kind(main)
    assert "UTF-8" in kind(twin) and "BOM" in kind(twin) and "CRLF" in kind(twin), kind(twin)
    lines = text.split("\r\n")[:-1]
    single = (folder / f"{name}.single.gbk.txt").read_bytes().decode("gbk")
    assert single == "　　".join(lines) + "\r\n", folder
    rtf = (folder / f"{name}.rtf").read_bytes()
    assert rtf.isascii() and "Rich Text Format" in kind(folder / f"{name}.rtf"), folder
    assert [it for it in rtf_to_text(rtf.decode("ascii")).splitlines() if it] == lines, folder
    rows = list(csv.DictReader(io.StringIO((folder / "playlist.csv").read_bytes().decode("utf-8-sig"))))
    assert [it["text"] for it in rows] == lines, folder
    for number, row in enumerate(rows, 1):
        item = (folder / "items" / f"{number:03}.gbk.txt").read_bytes().decode("gbk")
        said = rtf_to_text((folder / "items" / f"{number:03}.rtf").read_text("ascii"))
        assert [it for it in said.splitlines() if it] == item.split("\r\n")[:-1], (folder, number)
        frames = sorted((folder / "items").glob(f"{number:03}-*.bmp"))
        assert len(frames) == int(row["pages"]), (folder, number)
        for frame in frames:
            with Image.open(frame) as picture:
                assert picture.mode in ("1", "P") and picture.get_format_mimetype() == "image/bmp", frame
                assert frame.read_bytes()[28] == 1, frame
                lit = picture.convert("RGB").getbbox()
                assert lit and lit[2] <= picture.width and lit[3] <= picture.height, frame
    print(name, len(lines), "lines")
