"""Reads every RSS and Atom feed of a written site with feedparser, every JSON Feed with json.

Usage: feeds.py PUBLIC CONTENT BASE_URL. What a section's feed must hold is counted from the Markdown files themselves.
"""

import datetime
import json
import pathlib
import re
import sys

import feedparser

ENTRIES_MAX = 20

public, content = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
base_url = sys.argv[3]


def entry(text, name):
    found = re.search(rf"^{name}: *(.+?) *$", text.split("\n---", 1)[0], re.M)
    return found and found[1].strip('"')


def dated_titles(folder):
    """The titles of the pages that are out and dated, of one section or of all."""
    titles = []
    for path in sorted(content.rglob("*.md") if folder == "" else (content / folder).glob("*.md")):
        text = path.read_text("utf-8")
        until = entry(text, "失效日期")
        is_over = until is not None and until < "2026-11-24"
        if path.name != "_index.md" and entry(text, "发布时间") and not is_over:
            titles.append(entry(text, "标题"))
    return titles


def full_addresses(html, where):
    for address in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert re.match(r"https?://|tel:|mailto:", address), (where, address)


def check_section(folder):
    prefix = f"{folder}/" if folder else ""
    expected = dated_titles(folder)
    count = min(len(expected), ENTRIES_MAX)
    read = {}
    for name, version in (("feed.xml", "rss20"), ("atom.xml", "atom10")):
        parsed = feedparser.parse((public / prefix / name).read_bytes())
        where = f"{prefix}{name}"
        assert not parsed.bozo, (where, parsed.get("bozo_exception"))
        assert parsed.version == version, (where, parsed.version)
        assert parsed.feed.title and parsed.feed.link == base_url + prefix, where
        self_links = [it.href for it in parsed.feed.links if it.rel == "self"]
        assert self_links == [base_url + where], (where, self_links)
        assert parsed.feed.updated_parsed or not count, where
        assert len(parsed.entries) == count, (where, len(parsed.entries), count)
        for it in parsed.entries:
            assert it.published_parsed and it.link.startswith(base_url), (where, it.title)
            assert (public / it.link.removeprefix(base_url) / "index.html").is_file(), (where, it.link)
            assert it.id == it.link, (where, it.id)
            for part in it.get("content", []):
                full_addresses(part.value, (where, it.title))
        times = [it.published_parsed for it in parsed.entries]
        assert times == sorted(times, reverse=True), where
        read[name] = [(it.title, it.link, tuple(it.published_parsed)) for it in parsed.entries]
    assert read["feed.xml"] == read["atom.xml"], prefix
    titles = [it[0] for it in read["feed.xml"]]
    assert set(titles) <= set(expected), (prefix, set(titles) - set(expected))
    assert len(set(titles)) == count, prefix
    check_json(prefix, read["feed.xml"])
    return count


def check_json(prefix, entries):
    data = (public / prefix / "feed.json").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf"), prefix
    feed = json.loads(data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1", prefix
    assert isinstance(feed["title"], str) and feed["title"], prefix
    assert feed["home_page_url"] == base_url + prefix
    assert feed["feed_url"] == f"{base_url}{prefix}feed.json"
    assert [(it["title"], it["url"]) for it in feed["items"]] == [it[:2] for it in entries], prefix
    ids = [it["id"] for it in feed["items"]]
    assert all(isinstance(it, str) and it for it in ids) and len(set(ids)) == len(ids), prefix
    for it, (_, _, published) in zip(feed["items"], entries):
        assert ("content_html" in it) != ("content_text" in it), it["id"]
        assert it.get("content_html", it.get("content_text")), it["id"]
        date = datetime.datetime.fromisoformat(it["date_published"])
        assert tuple(date.utctimetuple())[:6] == published[:6], it["id"]
        assert datetime.datetime.fromisoformat(it["date_modified"]) >= date, it["id"]


sections = sorted(str(it.parent.relative_to(content)) for it in content.rglob("_index.md"))
sections = ["" if it == "." else it for it in sections]
written = sorted(str(it.parent.relative_to(public)) for it in public.rglob("feed.xml"))
assert ["" if it == "." else it for it in written] == sections, (written, sections)
counts = {it: check_section(it) for it in sections}
assert counts[""] == ENTRIES_MAX, counts
print(counts)
