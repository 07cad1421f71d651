"""Makes a site of photos as phones, cameras and programs leave them: python3 photos.py <site>.

A test card in all eight orientations with place, time, author, preview and comment; a film behind a photo; a wide colour
profile; PNG and WebP with Exif and XMP; names with spaces, commas and percent signs.
"""

import io
import sys
from pathlib import Path

import piexif
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

folder = Path(sys.argv[1]) / "content/cases"
folder.mkdir(parents=True, exist_ok=True)


def card(width, height):
    image = Image.new("RGB", (width, height), (245, 245, 245))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height // 2), fill=(220, 30, 30))
    draw.rectangle((width // 2, 0, width, height // 2), fill=(30, 160, 60))
    draw.rectangle((0, height // 2, width // 2, height), fill=(30, 60, 200))
    # Something for the encoders to do, away from the corners.
    grain = Image.effect_noise((width // 10, height), 80)
    image.paste(grain.convert("RGB"), (width * 45 // 100, 0))
    return image


def exif(orientation):
    small = io.BytesIO()
    card(160, 120).save(small, "JPEG", comment=b"secret")
    return piexif.dump(
        {
            "0th": {piexif.ImageIFD.Make: b"Phone", piexif.ImageIFD.Orientation: orientation, piexif.ImageIFD.Artist: b"secret"},
            "Exif": {piexif.ExifIFD.DateTimeOriginal: b"2026:10:01 08:00:00"},
            "GPS": {
                piexif.GPSIFD.GPSLatitudeRef: b"N",
                piexif.GPSIFD.GPSLatitude: ((39, 1), (54, 1), (0, 1)),
                piexif.GPSIFD.GPSLongitudeRef: b"E",
                piexif.GPSIFD.GPSLongitude: ((116, 1), (23, 1), (0, 1)),
            },
            "1st": {},
            "thumbnail": small.getvalue(),
        }
    )


# What the camera stores when it is held so, that is, the way back from what Exif 2.32 says is to be done.
STORED = {1: [], 2: [0], 3: [3], 4: [1], 5: [5], 6: [2], 7: [6], 8: [4]}
shown, linked = [], []


def save(name, image, form, is_linked=False, **options):
    written = io.BytesIO()
    image.save(written, form, **options)
    (folder / name).write_bytes(written.getvalue())
    (linked if is_linked else shown).append(name)


def held(image, orientation):
    for method in STORED[orientation]:
        image = image.transpose(method)
    return image


wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
for orientation in STORED:
    # One is as wide as photos are; the others are quick to make.
    image = held(card(1600, 1200) if orientation == 1 else card(800, 600), orientation)
    options = {"exif": exif(orientation), "quality": 92, "icc_profile": wide, "comment": b"secret"}
    save(f"测试卡 {orientation},100%.jpg", image, "JPEG", **options)
    save(f"测试卡原图{orientation}.jpg", image.resize((image.width // 2, image.height // 2)), "JPEG", True, **options)
    save(f"测试卡{orientation}.webp", image, "WEBP", quality=90, exif=exif(orientation), xmp=b"<x>secret http://ns.adobe.com/xap/1.0</x>")
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "secret")
    notes.add_itxt("XML:com.adobe.xmp", "<x>secret</x>")
    save(f"测试卡{orientation}.png", image, "PNG", orientation % 2 == 0, exif=exif(orientation), pnginfo=notes)
film = (folder / "测试卡 2,100%.jpg").read_bytes() + b"\0\0\0\x18ftypmp42" + b"secret" * 1000
(folder / "测试卡动态.jpg").write_bytes(film)
(folder / "测试卡动态原图.jpg").write_bytes(film)
shown.append("测试卡动态.jpg")
linked.append("测试卡动态原图.jpg")

text = "---\n标题: 照片\n---\n\n"
text += "".join(f"![测试卡](<{it.replace('%', '%25')}>)\n\n" for it in shown)
text += "".join(f"[原图](<{it.replace('%', '%25')}>)\n\n" for it in linked)
(folder / "a.md").write_text(text, encoding="utf-8")
