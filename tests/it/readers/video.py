"""Plays every video of an export with FFmpeg's libraries. Usage: video.py EXPORT.

Form, exact length and silence; and of each frame whether it shows the still that the cue sheet names, or the ground alone."""

import csv
import pathlib
import sys

import av
import numpy
from PIL import Image

export = pathlib.Path(sys.argv[1])
videos = sorted((export / "video").glob("*.mp4"))
assert videos, export
RATE = 24
GROUND = numpy.array([0x06, 0x21, 0x3D])


def distance(one, other):
    """The mean difference of two pictures, of 255."""
    return numpy.abs(one.astype(int) - other.astype(int)).mean()


for video in videos:
    spot, seconds, size = video.stem.rsplit("_", 2)
    width, height = map(int, size.split("x"))
    folder = export / "feeds/cinema" / spot
    with open(folder / f"{spot}_cue.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    frames_wanted = int(seconds.removesuffix("s")) * RATE
    shown = [None] * frames_wanted
    for row in rows:
        first, end = (round(float(row[it]) * RATE) for it in ("start_s", "end_s"))
        still = folder / row["still"].replace("1998x1080", size)
        with Image.open(still) as picture:
            assert picture.size == (width, height), still
            shown[first:end] = [numpy.asarray(picture.convert("RGB"))] * (end - first)
    assert shown[0] is None and shown[-1] is None and any(it is not None for it in shown), video
    with av.open(str(video)) as file:
        picture, sound = file.streams.video[0], file.streams.audio[0]
        assert len(file.streams) == 2, video
        codec = picture.codec_context
        assert (codec.name, codec.profile, codec.pix_fmt) == ("h264", "High", "yuv420p"), (video, codec.profile)
        assert (codec.width, codec.height) == (width, height), video
        assert picture.average_rate == picture.guessed_rate == RATE, video
        # Colours of HD: what a player assumes for this size.
        assert (codec.colorspace, codec.color_range) == (1, 1), (video, codec.colorspace, codec.color_range)
        for stream in (picture, sound):
            assert stream.duration * stream.time_base == frames_wanted // RATE, (video, stream.duration)
        assert (sound.codec_context.name, sound.codec_context.sample_rate) == ("aac", 48000), video
        count = 0
        for number, frame in enumerate(file.decode(picture)):
            count += 1
            wanted = shown[number]
            is_edge = wanted is not shown[max(number - 1, 0)] or wanted is not shown[min(number + 1, frames_wanted - 1)]
            if is_edge or number % RATE == 0:
                pixels = frame.to_ndarray(format="rgb24")
                difference = distance(pixels, GROUND if wanted is None else wanted)
                assert difference < 2, (video, number, difference)
        assert count == frames_wanted, (video, count)
        file.seek(0)
        assert all(not frame.to_ndarray().any() for frame in file.decode(sound)), video
    print(video.name, frames_wanted, "frames", len(rows), "cues")
