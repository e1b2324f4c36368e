"""The same ads made with Pillow; called by run.mjs. Prints processor milliseconds per ad as JSON."""

import io
import json
import pathlib
import sys
import time

from PIL import Image, ImageDraw, ImageFont, ImageOps, features

assets, fonts, families = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), json.loads(sys.argv[3])
ads = [ad for ad in json.loads((assets / "ads.json").read_text()) if ad["tag"] in families]
photo = Image.open(assets / "scene").convert("RGB")
cutout = Image.open(assets / "product").convert("RGBA")
cache = {}


def font(file, size):
    key = (file, size)
    if key not in cache:
        cache[key] = ImageFont.truetype(str(fonts / file), size)
    return cache[key]


def wrapped(draw, text, face, width):
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and draw.textlength(longer, font=face) > width * 1.06:
            lines.append(line)
            line = word
        else:
            line = longer
    return "\n".join(lines + [line])


def make(ad):
    size = (ad["width"], ad["height"])
    picture = ImageOps.fit(photo, size, Image.Resampling.LANCZOS).convert("RGBA")
    ramp = Image.linear_gradient("L").rotate(180).resize(size).point(lambda value: int(value * 0.8))
    picture.paste(Image.new("RGBA", size, (60, 25, 10, 255)), (0, 0), ramp)
    if ad["product"]:
        x, y, w, h = (round(part) for part in ad["product"]["rect"])
        scaled = cutout.resize((max(1, w), max(1, h)), Image.Resampling.LANCZOS)
        picture.paste(scaled, (x, y), scaled)
    draw = ImageDraw.Draw(picture)
    for text in ad["texts"]:
        x, y, w, h = text["rect"]
        px = text["font_px"]
        if text["slot"] == "cta":
            draw.rounded_rectangle((x - px * 1.1, y - px * 0.6, x + w + px * 1.1, y + h + px * 0.6), h, fill="#c93a14")
        _, display, _, regular, bold = families[ad["tag"]]
        face = font(display if text["slot"] == "headline" else bold if text["slot"] == "cta" else regular, px)
        lines = wrapped(draw, text["text"], face, w)
        draw.multiline_text((x, y), lines, font=face, fill=tuple(text["ink"][:3]), align="right" if ad["is_rtl"] else "left")
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


(assets / "pillow").mkdir(exist_ok=True)
make(ads[0])
started, wall = time.process_time(), time.perf_counter()
for ad in ads:
    (assets / "pillow" / ad["name"]).write_bytes(make(ad))
count = len(ads)
print(json.dumps({
    "ms": round((time.process_time() - started) * 1000 / count, 2),
    "wall_ms": round((time.perf_counter() - wall) * 1000 / count, 2),
    "ads": count, "failed": 0, "shapes_complex_scripts": features.check("raqm"), "logo": "left out: no SVG",
}))
