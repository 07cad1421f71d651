"""Reads every LED file below a folder with Python's strict codecs. Usage: led.py LED."""

import pathlib
import subprocess
import sys

files = sorted(pathlib.Path(sys.argv[1]).rglob("*.gbk.txt"))
assert len(files) == 6, files
for file in files:
    data = file.read_bytes()
    twin = (file.parent / file.name.replace(".gbk.", ".utf8bom.")).read_bytes()
    assert twin.startswith(b"\xef\xbb\xbf") and not data.startswith(b"\xef\xbb\xbf"), file
    text = data.decode("gbk", errors="strict")
    assert text == twin.decode("utf-8-sig"), file
    assert text.endswith("\r\n") and text.count("\r") == text.count("\n") == text.count("\r\n"), file
    lines = text.split("\r\n")[:-1]
    assert lines and all(it and it == it.strip() and not it.endswith("。") for it in lines), file
    # Python's table of GB 2312 lacks these two, which the standard has (channels.md §0.3).
    text.replace("—", "").replace("·", "").encode("gb2312", errors="strict")
    assert not set(text) & set("\\|<>{}\t"), file
    # The end of every line stays findable without knowing the code: no second byte is 0x0A or 0x0D.
    assert data.count(b"\r\n") == len(lines), file
    kind = subprocess.run(["file", "--brief", file], capture_output=True, text=True, check=True).stdout
    assert "CRLF" in kind and "UTF" not in kind, (file, kind)
    kind = subprocess.run(["file", "--brief", file.parent / file.name.replace(".gbk.", ".utf8bom.")],
                          capture_output=True, text=True, check=True).stdout
    assert "UTF-8" in kind and "BOM" in kind and "CRLF" in kind, (file, kind)
    print(file.name, len(lines), "lines")
