"""Reads sitemap.xml and robots.txt of a written site. Usage: sitemap.py PUBLIC BASE_URL."""

import datetime
import pathlib
import sys
import urllib.parse
import xml.etree.ElementTree as xml

public, base_url = pathlib.Path(sys.argv[1]), sys.argv[2]
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
root = xml.parse(public / "sitemap.xml").getroot()
assert root.tag == f"{SPACE}urlset", root.tag
pages = []
for url in root:
    assert url.tag == f"{SPACE}url" and {it.tag for it in url} <= {f"{SPACE}loc", f"{SPACE}lastmod"}
    loc = url.findtext(f"{SPACE}loc")
    assert loc.startswith(base_url) and len(loc) < 2048, loc
    assert loc.isascii(), loc
    path = urllib.parse.unquote(loc.removeprefix(base_url), errors="strict")
    file = public / path / "index.html" if path.endswith("/") or not path else public / path
    assert file.is_file(), loc
    pages.append(file)
    lastmod = url.findtext(f"{SPACE}lastmod")
    if lastmod is not None:
        # The content's time: never later than the build, never the clock.
        assert datetime.date.fromisoformat(lastmod[:10]) <= datetime.date(2026, 11, 24), loc
assert len(set(pages)) == len(pages) > 50, len(pages)
# Every article is in it; 404 and redirects are not.
for file in public.rglob("*.html"):
    text = file.read_text("utf-8")
    if 'name="ArticleTitle"' in text:
        assert file in pages, file
    if 'http-equiv="refresh"' in text or file.name == "404.html":
        assert file not in pages, file
lines = (public / "robots.txt").read_text("ascii").splitlines()
assert lines[0].startswith("User-agent:") and f"Sitemap: {base_url}sitemap.xml" in lines, lines
print(f"{len(pages)} addresses")
