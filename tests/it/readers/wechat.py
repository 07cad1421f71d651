"""Reads the WeChat files of a written site. Usage: wechat.py WECHAT ARTICLES_MIN.

Articles with html5lib: only what the editor of an official account keeps (docs/wechat.md#what-survives-pasting),
every word in an element with a colour of its own, pictures that lie where they are said to lie. Bodies for
WeCom's robot by its limits in bytes (docs/wechat.md#wecom-robots).
"""

import json
import pathlib
import re
import sys
from urllib.parse import unquote

import html5lib

HTML = "{http://www.w3.org/1999/xhtml}"
ELEMENTS = set("section p span strong em u h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code table thead tbody tfoot tr th td br img "
               "hr".split())
ATTRIBUTES = set("style src alt colspan rowspan".split())
FORBIDDEN = re.compile(r"(^|[;\s])(position|transform|flex|grid|animation)\b|var\(|url\(|display:\s*(flex|grid)")
WITHOUT_WORDS = set("section ul ol table thead tbody tfoot tr".split())

wechat = pathlib.Path(sys.argv[1])


def name_of(element):
    return element.tag.removeprefix(HTML)


def is_coloured(element):
    return re.search(r"(^|;)\s*color\s*:\s*[^;]+", element.get("style", "")) is not None


def faults_of(path):
    text = path.read_text("utf-8")
    if len(text) >= 20_000 or len(text.encode()) >= 1_000_000:
        yield f"{len(text)} characters"
    if not text.startswith("<section style="):
        yield "does not begin with a section"
    parser = html5lib.HTMLParser(strict=False)
    fragment = parser.parseFragment(text)
    for (line, column), name, values in parser.errors:
        yield f"{line}:{column}: {html5lib.constants.E[name] % values}"
    tops = list(fragment)
    if len(tops) != 1:
        yield f"{len(tops)} elements at the top"
    for element in fragment.iter():
        if element is fragment:
            continue
        name = name_of(element)
        if name not in ELEMENTS:
            yield f"<{name}>"
        for attribute in element.keys():
            if attribute not in ATTRIBUTES:
                yield f"<{name} {attribute}>"
        if FORBIDDEN.search(element.get("style", "")):
            yield f"style {element.get('style')}"
        words = [element.text] + [it.tail for it in element]
        if any(it and it.strip() for it in words) and not is_coloured(element):
            yield f"words without a colour in <{name}>: {words}"
        if name in WITHOUT_WORDS and any(it and it.strip() for it in words):
            yield f"words between the blocks of <{name}>"
        if name == "img":
            source = element.get("src", "")
            if ":" in source or not (path.parent / unquote(source)).is_file() or not element.get("alt"):
                yield f"picture {source}"


faults = []
articles = [it for it in sorted((wechat / "article").glob("*.html")) if not it.name.endswith(".preview.html")]
assert len(articles) >= int(sys.argv[2]), len(articles)
for path in articles:
    faults += [f"{path.name}: {it}" for it in faults_of(path)]
    stem = path.name.removesuffix(".html")
    meta = json.loads((path.parent / f"{stem}.meta.json").read_text("utf-8"))
    if not 0 < len(meta["title"]) <= 64 or len(meta["digest"]) > 120:
        faults.append(f"{stem}: title or digest")
    words = (path.parent / f"{stem}.txt").read_bytes()
    if words.startswith(b"\xef\xbb\xbf") or b"\r" in words or re.search(rb"</?[a-z]+[ >]|&[a-z]+;", words):
        faults.append(f"{stem}.txt is no plain text")

messages = sorted((wechat / "group").glob("*.txt"))
assert messages
for path in messages:
    data = path.read_bytes()
    text = data.decode("utf-8").rstrip("\n")
    first, blank, *_ = text.split("\n")
    if data.startswith(b"\xef\xbb\xbf") or b"\r" in data:
        faults.append(f"{path.name}: mark or CR")
    if not first.startswith("【反诈提醒】") or len(first) > 26 or blank:
        faults.append(f"{path.name}: begins {first}")
    if "96110" not in text or "110" not in text.replace("96110", "") or len(text.replace("\n", "")) > 200:
        faults.append(f"{path.name}: {len(text)} characters")
    for ending, kind, limit in (("wecom-text", "text", 2048), ("wecom-md", "markdown", 4096)):
        body = json.loads(path.with_name(f"{path.stem}.{ending}.json").read_text("utf-8"))
        content = body[body["msgtype"]]["content"]
        if body["msgtype"] != kind or len(content.encode()) > limit or "key" in body:
            faults.append(f"{path.stem}.{ending}")

print("\n".join(faults[:60]))
sys.exit(bool(faults))
