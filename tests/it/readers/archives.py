"""Opens every pack and every package of an export with zipfile and `unzip`. Usage: archives.py EXPORT.

What an archive holds is, byte for byte, the file of that name beside it; its names suit every system that unpacks it.
"""

import pathlib
import re
import stat
import subprocess
import sys
import zipfile

export = pathlib.Path(sys.argv[1])
# What a pack has for itself alone.
OWN = {"README.txt", "targeted-slogans.txt"}
# Neither may be a file's name on Windows.
RESERVED = re.compile(r'[<>:"\\|?*\x00-\x1f]|[ .]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)', re.I)


def original(archive, name):
    """The file of the export that a member is a copy of."""
    if archive.suffix == ".htz":
        assert name == "index.html", (archive, name)
        return archive.with_suffix(".html")
    found = [it for it in (export / name, export / "feeds" / name) if it.is_file()]
    assert len(found) == 1, (archive, name, found)
    return found[0]


def check(archive):
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None, (archive, opened.testzip())
        members = opened.infolist()
        names = [it.filename for it in members]
        assert names and len({it.lower() for it in names}) == len(names), (archive, names)
        for it in members:
            name = it.filename
            assert name.isascii() or it.flag_bits & 0x800, (archive, name, "says no code")
            assert not name.startswith("/") and ".." not in name.split("/"), (archive, name)
            assert all(part and not RESERVED.search(part) for part in name.split("/")), (archive, name)
            # Windows unpacks no path of more than 260 characters.
            assert len(name) < 160, (archive, name)
            assert not it.is_dir() and not it.flag_bits & 1, (archive, name)
            assert it.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), (archive, name)
            assert it.external_attr >> 16 == stat.S_IFREG | 0o644, (archive, name, oct(it.external_attr >> 16))
            assert it.date_time == (1980, 1, 1, 0, 0, 0), (archive, name, it.date_time)
            data = opened.read(it)
            assert data and len(data) == it.file_size, (archive, name)
            if name in OWN:
                assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\n") == data.count(b"\r\n"), (archive, name)
                data.decode("utf-8-sig")
            else:
                assert data == original(archive, name).read_bytes(), (archive, name)
        if archive.suffix == ".zip":
            # The note names every folder that is there.
            note = opened.read("README.txt").decode("utf-8-sig")
            folders = {it.split("/")[0] for it in names if "/" in it}
            assert all(f"{it}/" in note for it in folders), (archive, folders, note)
    subprocess.run(["unzip", "-tqq", archive], check=True, capture_output=True)
    return len(names)


packs, packages = sorted((export / "packs").glob("*.zip")), sorted((export / "signage").glob("*.htz"))
assert len(packs) > 20 and len(packages) == 3, (len(packs), packages)
assert any(it.name == "mass.zip" for it in packs)
counts = [check(it) for it in packs + packages]
print(len(counts), "archives with", sum(counts), "files")
