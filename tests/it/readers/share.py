"""Reads what the pages say of themselves, as search engines and messengers do. Usage: share.py PUBLIC BASE_URL.

extruct takes Open Graph and JSON-LD out of each page, PyLD expands the JSON-LD (JSON-LD 1.1), Pillow opens each card.
What Google demands of Article, BreadcrumbList and FAQPage is written here, since its own test runs nowhere else.
"""

import pathlib
import sys
from collections import Counter

import extruct
from PIL import Image
from pyld import jsonld

public, base = pathlib.Path(sys.argv[1]), sys.argv[2]
SCHEMA = "https://schema.org/"
kinds = Counter()
shown = set()
missing = []


def context(address, options):
    """The one context that our data names, as far as expanding goes; the network is asked for nothing."""
    assert address.rstrip("/") == "https://schema.org", address
    document = {"@context": {"@vocab": SCHEMA, "item": {"@type": "@id"}, "url": {"@type": "@id"}, "image": {"@type": "@id"}}}
    return {"contextUrl": None, "documentUrl": address, "document": document}


def file_of(address):
    assert address.startswith(base), address
    path = public / address.removeprefix(base).split("#")[0]
    return path / "index.html" if path.is_dir() else path


def check(node, page):
    [kind] = [it.removeprefix(SCHEMA) for it in node["@type"]]
    kinds[kind] += 1
    has = lambda *names: [missing.append((page, kind, it)) for it in names if not node.get(SCHEMA + it)]
    if kind == "Article":
        has("headline", "author", "publisher", "mainEntityOfPage", "url", "isPartOf")
        [publisher] = node[SCHEMA + "publisher"]
        assert publisher["@type"] == [SCHEMA + "GovernmentOrganization"], page
    if kind == "BreadcrumbList":
        items = node[SCHEMA + "itemListElement"]
        assert [it[SCHEMA + "position"][0]["@value"] for it in items] == list(range(1, len(items) + 1)), page
        for item in items:
            [target] = item[SCHEMA + "item"]
            assert file_of(target["@id"]).is_file(), (page, target)
    if kind == "FAQPage":
        for question in node[SCHEMA + "mainEntity"]:
            assert question["@type"] == [SCHEMA + "Question"] and question[SCHEMA + "name"], page
            [answer] = question[SCHEMA + "acceptedAnswer"]
            assert answer[SCHEMA + "text"][0]["@value"], page
    for image in node.get(SCHEMA + "image", []):
        assert file_of(image["@id"]).is_file(), (page, image)


for page in sorted(public.rglob("*.html")):
    html = page.read_text("utf-8")
    if 'application/ld+json' not in html:
        continue
    name = page.relative_to(public)
    read = extruct.extract(html, base_url=base, syntaxes=["json-ld", "opengraph"], uniform=False, errors="strict")
    [data] = read["json-ld"]
    expanded = jsonld.expand(data, {"documentLoader": context, "base": base})
    nodes = expanded[0]["@graph"] if "@graph" in expanded[0] else expanded
    for node in nodes:
        check(node, name)
    # The page itself is what is described.
    [graph] = read["opengraph"]
    properties = dict(graph["properties"])
    assert len(properties) == len(graph["properties"]), (name, "twice")
    for wanted in ["og:title", "og:type", "og:url", "og:site_name", "og:locale", "og:description"]:
        assert properties.get(wanted), (name, wanted)
    assert file_of(properties["og:url"]) == page, (name, properties["og:url"])
    if image := properties.get("og:image"):
        shown.add(file_of(image))
        assert properties["og:image:alt"], name
        with Image.open(file_of(image)) as picture:
            picture.load()
            size = (int(properties["og:image:width"]), int(properties["og:image:height"]))
            assert picture.size == size, (name, picture.size)

assert not missing, missing
cards = sorted([*public.glob("share.png"), *(public / "share").rglob("*.png")])
for card in cards:
    with Image.open(card) as picture:
        assert picture.size == (1200, 630) and picture.mode == "P", card
    assert card.stat().st_size <= 25_000, (card, card.stat().st_size)
assert len(cards) > 100 and set(cards) == shown, (len(cards), len(shown))
for kind in ["Article", "BreadcrumbList", "FAQPage", "WebSite", "CollectionPage", "WebPage"]:
    assert kinds[kind], (kind, kinds)
print(dict(kinds), len(cards), "cards")
