"""Packs a folder into a zip archive that depends on its files alone: python3 archive.py ZIP PARENT NAME TIME.

Names that are not ASCII are marked as UTF-8, which Explorer knows since Windows 8.
"""

import pathlib
import sys
import time
import zipfile

target, parent, name, seconds = sys.argv[1:]
moment = time.gmtime(int(seconds))[:6]
parent = pathlib.Path(parent)
with zipfile.ZipFile(target, "w") as archive:
    for path in sorted((parent / name).rglob("*")):
        if not path.is_file():
            continue
        entry = zipfile.ZipInfo(path.relative_to(parent).as_posix(), moment)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3
        entry.external_attr = 0o100644 << 16
        archive.writestr(entry, path.read_bytes(), compresslevel=9)
