"""Reads every page of a written site with html5lib. Usage: markup.py PUBLIC PAGES_MIN.

A parse error of the HTML standard is a fault of the theme.

html5lib does not know content models, so the few that templates break easily are looked at here.
"""

import pathlib
import sys

import html5lib

HTML = "{http://www.w3.org/1999/xhtml}"
BLOCKS = set("address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main "
             "nav ol p pre section table ul".split())
# What may hold text and inline elements only.
PHRASING = set("p h1 h2 h3 h4 h5 h6 span strong em small code time label button del sub sup q cite b i".split())
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"td", "th"},
    "tbody": {"tr"},
    "thead": {"tr"},
}


def name_of(element):
    return element.tag.removeprefix(HTML) if isinstance(element.tag, str) else ""


def faults_of(page):
    parser = html5lib.HTMLParser(strict=False)
    document = parser.parse(page.read_bytes(), transport_encoding="utf-8")
    for (line, column), name, values in parser.errors:
        yield f"{line}:{column}: {html5lib.constants.E[name] % values}"
    if document.get("lang") != "zh-CN":
        yield f"lang is {document.get('lang')}"
    titles = document.findall(f"{HTML}head/{HTML}title")
    if len(titles) != 1 or not (titles[0].text or "").strip():
        yield f"{len(titles)} titles"
    ids = [it.get("id") for it in document.iter() if it.get("id") is not None]
    for twice in sorted({it for it in ids if ids.count(it) > 1}):
        yield f"id {twice} stands twice"
    for element in document.iter():
        name = name_of(element)
        # Data is no script: nothing runs it, and the policy lets it stand.
        is_data = element.get("type") == "application/ld+json"
        if name == "script" and not is_data and (element.get("src") is None or (element.text or "").strip()):
            yield "inline script"
        if name == "img" and element.get("alt") is None:
            yield "img without alt"
        for key, value in element.items():
            if key.startswith("on"):
                yield f"{key} on {name}"
            # What is looked up by its id must be there.
            if key in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                yield from (f"{key} names no id {it}" for it in value.split() if it not in ids)
        for child in element:
            child_name = name_of(child)
            if name in PHRASING and child_name in BLOCKS:
                yield f"{child_name} in {name}"
            if child_name and child_name not in CHILDREN.get(name, {child_name}):
                yield f"{child_name} in {name}"


site = pathlib.Path(sys.argv[1])
# Files that leave the house are no pages of the website: they are read as what they are for.
AWAY = ("wechat", "signage")
pages = sorted(it for it in site.rglob("*.html") if it.relative_to(site).parts[0] not in AWAY)
assert len(pages) >= int(sys.argv[2]), len(pages)
faults = [f"{page.relative_to(site)}: {fault}" for page in pages for fault in faults_of(page)]
print("\n".join(faults[:40]))
print(f"{len(pages)} pages, {len(faults)} faults")
sys.exit(1 if faults else 0)
