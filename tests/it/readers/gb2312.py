"""Puts all of GB 2312 on a screen, and then all that GBK has beyond it. Usage: gb2312.py FANZHA AS_OF.

Which cells are GB 2312's is said by Python's codec, what each of them is by its `gbk` and by iconv. The program must write every
one of them as its two bytes, and refuse every other.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

fanzha, as_of = sys.argv[1:]
SETTINGS = """\
title: 测试站
base_url: https://www.example.gov.cn/zt/fanzha/
picture_font: none
screens: [{id: wide, name: 宽屏, width_px: 8192, height_px: 16}]
feeds: [{id: wide, channel: led, screen: wide, limit: 999}]
"""
# A slogan of this many signs stays below what a card takes in one packet.
SIGNS = 90


def cells(first, last):
    return (bytes([high, low]) for high in range(first, 0xFF) for low in range(last, 0xFF))


def read(code, codec):
    try:
        return code.decode(codec, errors="strict")
    except UnicodeDecodeError:
        return None


gb2312 = {it: read(it, "gbk") for it in cells(0xA1, 0xA1) if read(it, "gb2312")}
beyond = {it: read(it, "gbk") for it in cells(0x81, 0x40) if it not in gb2312 and read(it, "gbk")}
assert len(gb2312) == 7445 and len(beyond) == 14346, (len(gb2312), len(beyond))


def build(folder, signs):
    """What the program says to slogans of all `signs`, between characters that everybody has."""
    slogans = folder / "content/slogans"
    slogans.mkdir(parents=True)
    (folder / "site.yaml").write_text(SETTINGS, "utf-8")
    (slogans / "_index.md").write_text("---\n标题: 警示语\n内容类型: 警示语\n---\n", "utf-8")
    rows = ["反诈" + "".join(signs[it : it + SIGNS]) + "骗" for it in range(0, len(signs), SIGNS)]
    front = "---\n标题: 全部\n性质: 公益广告\n---\n\n"
    (slogans / "all.md").write_text(front + "".join(f"- {it}\n" for it in rows), "utf-8")
    ran = subprocess.run([fanzha, "build", "--as-of", as_of], cwd=folder, capture_output=True, text=True)
    return ran.returncode, ran.stderr


# What the program writes otherwise, since screens show it better: a space, digits and letters of half the width.
def shown(code, sign):
    if sign == "\u3000":
        return b" "
    half = chr(ord(sign) - 0xFEE0) if "\uff01" <= sign <= "\uff5e" else ""
    return half.encode() if half.isalnum() else code


with tempfile.TemporaryDirectory() as folder:
    code, said = build(pathlib.Path(folder), list(gb2312.values()))
    assert code == 0 and "，0 个警告" in said, said
    file = pathlib.Path(folder, "public/feeds/led/wide/wide.gbk.txt").read_bytes()
lines = [it.removeprefix("反诈".encode("gbk")).removesuffix("骗".encode("gbk")) for it in file.split(b"\r\n")]
written, expected = b"".join(lines), b"".join(shown(*it) for it in gb2312.items())
assert written == expected, next(at for at, it in enumerate(zip(written, expected)) if it[0] != it[1])
# Two cells have two names in Unicode: iconv's and Python's GB 2312 give the older one, CP936 the one that Windows has.
OLDER = str.maketrans("—·", "―・")
for codec, names in (("CP936", {}), ("GB2312", OLDER)):
    said = subprocess.run(["iconv", "-f", codec, "-t", "UTF-8"], input=file, capture_output=True, check=True).stdout
    assert said.decode() == file.decode("gbk").translate(names), codec
assert file.decode("gb2312") == file.decode("gbk").translate(OLDER)

# Dashes that GBK has besides are written with those of GB 2312.
turned = {"‐", "–", "―"}
assert turned < set(beyond.values())
with tempfile.TemporaryDirectory() as folder:
    code, said = build(pathlib.Path(folder), list(beyond.values()))
    refused = int(re.search(r"有 (\d+) 个错误", said)[1])
    assert code == 1 and refused == len(beyond) - len(turned), said[-500:]
    assert set(re.findall(r"^error\[(.*?)\]", said, re.M)) == {"feed/character"}, said[:500]
print(len(gb2312), "written,", refused, "refused")
