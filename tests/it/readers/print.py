"""Reads every PDF of an export with poppler and zbar. Usage: print.py EXPORT trim|bare.

`trim`: made by WeasyPrint, which says where to cut; `bare`: made by a browser, the page is the sheet."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

export, kind = pathlib.Path(sys.argv[1]), sys.argv[2]


def run(*command):
    return subprocess.run([str(it) for it in command], check=True, capture_output=True, text=True).stdout


def plain(text):
    # Fonts give some characters as the radicals that look the same.
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def box_mm(info, name):
    left, bottom, right, top = map(float, re.search(name + r":\s+" + r"\s+".join([r"(-?[\d.]+)"] * 4), info).groups())
    return (right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4


# A browser rounds paper to whole pixels.
slack_mm = {"trim": 0.02, "bare": 25.4 / 96}[kind]
sheets = sorted((export / "print").glob("*.html"))
assert len(sheets) == len(list((export / "pdf").glob("*.pdf"))) >= 6, sheets
for sheet in sheets:
    html = sheet.read_text(encoding="utf-8")
    pdf = export / "pdf" / f"{sheet.stem}.pdf"
    width, height, bleed = map(int, re.search(r"@page \{ size: (\d+)mm (\d+)mm; margin: 0; bleed: (\d)mm", html).groups())
    info = run("pdfinfo", "-box", pdf)
    pages = int(re.search(r"Pages:\s+(\d+)", info)[1])
    assert pages == html.count('<section class="side') in (1, 2), (pdf, pages)
    wanted = {"TrimBox": (width, height)}
    if kind == "trim":
        wanted["BleedBox"] = wanted["MediaBox"] = (width + 2 * bleed, height + 2 * bleed)
    for box, (wide, high) in wanted.items():
        found = box_mm(info, box)
        assert abs(found[0] - wide) < slack_mm and abs(found[1] - high) < slack_mm, (pdf, box, found)
    fonts = run("pdffonts", pdf).splitlines()[2:]
    assert fonts and all(re.search(r"\s(yes|no)\s+(yes|no)\s+(yes|no)\s", it)[1] == "yes" for it in fonts), (pdf, fonts)
    text = plain(run("pdftotext", pdf, "-"))
    lines = re.findall(r'<span class="line">(.*?)</span>', html)
    assert len(lines) >= 3, sheet
    for line in lines + ["96110", "www.example.gov.cn"]:
        assert plain(line) in text, (pdf, line)
    address = re.search("<title>(.*)</title>", (export / "print/qr" / f"{sheet.stem}.svg").read_text(encoding="utf-8"))[1]
    with tempfile.TemporaryDirectory() as folder:
        dots = 300 if width < 150 else 150 if width < 290 else 80
        run("pdftoppm", "-r", dots, "-png", pdf, pathlib.Path(folder, "page"))
        codes = []
        for page in sorted(pathlib.Path(folder).iterdir()):
            found = subprocess.run(["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", page], capture_output=True, text=True)
            codes += found.stdout.split()
    assert codes == [address], (pdf, codes, address)
    print(pdf.name, pages, "pages", width, "x", height, "mm", address)
