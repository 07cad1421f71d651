"""Reads the slogan feeds of a written site as players and calendars do. Usage: slogans.py PUBLIC BASE_URL AS_OF.

RSS with feedparser, JSON Feed and the other JSON files with json, the table with csv, the calendar with icalendar. All files of one
folder must hold the same slogans in the same order, and none that is over on AS_OF.
"""

import csv
import datetime
import io
import json
import pathlib
import sys

import feedparser
import icalendar

public, base_url = pathlib.Path(sys.argv[1]), sys.argv[2]
as_of = datetime.date.fromisoformat(sys.argv[3])


def bytes_of(path, line_end):
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf"), (path, "has a byte-order mark")
    data.decode("utf-8")
    if line_end == "LF":
        assert b"\r" not in data, (path, "has a CR")
    else:
        assert data.count(b"\n") == data.count(b"\r\n"), (path, "has a lone LF")
    return data


def texts_of_rss(path):
    parsed = feedparser.parse(bytes_of(path, "LF"))
    assert not parsed.bozo, (path, parsed.get("bozo_exception"))
    assert parsed.version == "rss20", path
    times = [it.published_parsed for it in parsed.entries]
    assert times == sorted(set(times), reverse=True), (path, "times do not fall")
    ids = [it.id for it in parsed.entries]
    assert len(set(ids)) == len(ids), (path, "two entries of one id")
    for it in parsed.entries:
        assert "<" not in it.get("summary", ""), (path, it.summary)
        assert it.link.startswith(base_url), (path, it.link)
    return [it.title for it in parsed.entries]


def texts_of_json_feed(path):
    feed = json.loads(bytes_of(path, "LF"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1", path
    assert feed["title"] and feed["feed_url"].startswith(base_url), path
    for it in feed["items"]:
        assert it["id"] and ("content_text" in it or "content_html" in it), (path, it)
        datetime.datetime.fromisoformat(it["date_published"])
    return [it["title"] for it in feed["items"]]


def texts_of_csv(path):
    text = bytes_of(path, "LF").decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) == text.count("\n") - 1, (path, "a line break inside a field")
    for it in rows:
        assert None not in it and None not in it.values(), (path, it)
        assert not it["valid_until"] or it["valid_until"] >= as_of.isoformat(), (path, it)
    return [it["text"] for it in rows]


def check_xibo(path, count):
    rows = json.loads(bytes_of(path, "LF"))["data"]
    assert len(rows) == count, path
    for it in rows:
        assert list(it) == ["id", "text", "short", "channel", "valid_from", "valid_to", "order"], (path, it)
        assert not it["valid_to"] or it["valid_to"] >= as_of.isoformat(), (path, it)
    assert [it["order"] for it in rows] == list(range(1, count + 1)), path


def check_anthias(path):
    for it in json.loads(bytes_of(path, "LF")):
        page = public / it["uri"].removeprefix(base_url)
        assert it["uri"].startswith(base_url) and page.is_file(), (path, it["uri"])
        assert it["mimetype"] == "webpage" and it["duration"] > 0, (path, it)
        start, end = (datetime.datetime.fromisoformat(it[name]) for name in ("start_date", "end_date"))
        assert start < end and end.date() >= as_of, (path, it)


def check_calendar(path, texts):
    data = bytes_of(path, "CRLF")
    assert all(len(it) <= 75 for it in data.split(b"\r\n")), (path, "a line of more than 75 bytes")
    calendar = icalendar.Calendar.from_ical(data)
    events = calendar.walk("VEVENT")
    assert events and len({str(it["UID"]) for it in events}) == len(events), path
    for it in events:
        start, end = it.decoded("DTSTART"), it.decoded("DTEND")
        assert type(start) is datetime.date and start < end and end > as_of, (path, start, end)
        assert "\\" not in str(it["SUMMARY"]), (path, it["SUMMARY"])
        lines = str(it["DESCRIPTION"]).split("\n")
        assert all(line in texts for line in lines), (path, lines)


def check(folder):
    texts = bytes_of(folder / "slogans.txt", "LF").decode("utf-8").splitlines()
    assert texts and all(it.strip() == it and it for it in texts), folder
    for name, read in (
        ("slogans.rss.xml", texts_of_rss),
        ("slogans.feed.json", texts_of_json_feed),
        ("slogans.csv", texts_of_csv),
    ):
        assert read(folder / name) == texts, folder / name
    listed = json.loads(bytes_of(folder / "slogans.json", "LF"))
    assert [it["text"] for it in listed["slogans"]] == texts, folder
    check_xibo(folder / "xibo-dataset.json", len(texts))
    # These two are there only if they have something to say.
    for name, read in (
        ("schedule.ics", lambda it: check_calendar(it, texts)),
        ("anthias-assets.json", check_anthias),
    ):
        if (folder / name).exists():
            read(folder / name)
    return texts


feeds = public / "feeds"
everything = check(feeds)
assert (feeds / "schedule.ics").exists() and (feeds / "anthias-assets.json").exists()
folders = [it.parent for it in sorted(feeds.glob("*/*/slogans.txt"))]
assert len(folders) >= 10, folders
for folder in folders:
    assert set(check(folder)) <= set(everything), folder
