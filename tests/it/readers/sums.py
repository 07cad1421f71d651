"""Holds `feeds/manifest.json` of an export against its files. Usage: sums.py EXPORT.

`sha256sum` adds up, Python's codecs and iconv read each file in the encoding that is claimed, and nothing is left out.
"""

import collections
import json
import pathlib
import subprocess
import sys

export = pathlib.Path(sys.argv[1])
files = json.loads((export / "feeds/manifest.json").read_bytes())["files"]
MARK = b"\xef\xbb\xbf"
CODECS = {"us-ascii": "ascii", "gbk": "gbk", "utf-8": "utf-8", "utf-8-bom": "utf-8-sig"}
ICONV = {"us-ascii": "ASCII", "gbk": "CP936", "utf-8": "UTF-8", "utf-8-bom": "UTF-8"}
BINARY = {".bmp": b"BM", ".png": b"\x89PNG\r\n\x1a\n", ".zip": b"PK\3\4", ".htz": b"PK\3\4"}

# All but the list itself and what `export` keeps for itself.
there = {it.relative_to(export).as_posix() for it in export.rglob("*") if it.is_file() and not it.name.startswith(".fanzha")}
listed = [it["path"] for it in files]
assert listed == sorted(set(listed)), "order or a path twice"
assert set(listed) == there - {"feeds/manifest.json"}, set(listed) ^ (there - {"feeds/manifest.json"})

sums = "".join(f"{it['sha256']}  {it['path']}\n" for it in files)
ran = subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "-"], cwd=export, input=sums, capture_output=True, text=True)
assert ran.returncode == 0 and not ran.stdout + ran.stderr, ran.stdout + ran.stderr


def ending(data):
    """What ends the lines: a lone CR is an end of its own."""
    ends = {"crlf": data.count(b"\r\n")}
    ends["lf"] = data.count(b"\n") - ends["crlf"]
    ends["cr"] = data.count(b"\r") - ends["crlf"]
    return {name for name, count in ends.items() if count}


kinds = collections.Counter()
for it in files:
    path, data, claimed = it["path"], (export / it["path"]).read_bytes(), it["encoding"]
    assert len(data) == it["bytes"] > 0, path
    kinds[claimed] += 1
    if claimed is None:
        assert it["line_ending"] is None and data.startswith(BINARY[pathlib.Path(path).suffix]), path
        continue
    text = data.decode(CODECS[claimed], errors="strict")
    body = data.removeprefix(MARK)
    assert data.startswith(MARK) == (claimed == "utf-8-bom") and "\ufeff" not in text, path
    assert not any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text), path
    read = subprocess.run(["iconv", "-f", ICONV[claimed], "-t", "UTF-8"], input=body, capture_output=True, check=True).stdout
    assert read == text.encode(), path
    # A file of one line may have no end at all.
    assert ending(data) <= {it["line_ending"]}, (path, ending(data), it["line_ending"])
    said = pathlib.Path(path).name.split(".")
    assert ("gbk" in said) == (claimed == "gbk") and ("utf8bom" not in said or claimed == "utf-8-bom"), (path, claimed)
assert set(kinds) == {None, *CODECS}, kinds
print(dict(kinds))
