"""Writes shaping.json: hard strings of every script as HarfBuzz itself shapes them with the bundled fonts.

Run it where a font or a string changes: `pip install uharfbuzz`, then `python shaping.py`. The test that compares is in
src/text/shape/tests.rs and needs neither Python nor HarfBuzz.
"""

import json
import pathlib

import uharfbuzz as hb

HERE = pathlib.Path(__file__).parent
FONTS = HERE / "../../fonts"

# Family, file, weight, script, language, and strings. A string of several runs is a list of (text, is right to left) in the
# order they are read; with a right-to-left base they are seen in the opposite order.
CASES = [
    ("Literata", "literata/Literata-600.ttf", 600, "Latn", "en", [
        "Office affluent fjord, fi fl ffi", "AVAVA To Ty We LT", "e\u0301 n\u0303 a\u030a o\u0308\u0304", "\u201eGr\u00f6\u00dfe\u201c \u2014 1\u20442",
    ]),
    ("Manrope", "manrope/Manrope-500.ttf", 500, "Latn", "vi", ["C\u00e0 ph\u00ea s\u1eefa \u0111\u00e1", "ho\u0323\u0302p te\u0302\u0301"]),
    ("Literata", "literata/Literata-600.ttf", 600, "Grek", "el", ["\u0388\u03bd\u03b1\u03c2 \u03ba\u03b1\u03c6\u03ad\u03c2\u00b7", "\u0390 \u03b0 \u03ac\u03b9"]),
    ("Literata", "literata/Literata-600.ttf", 600, "Cyrl", "ru", ["\u0421\u044a\u0435\u0448\u044c \u0435\u0449\u0451, \u0438\u0306 \u0438\u0439", "\u0490\u0430\u043d\u043e\u043a \u0457\u0436\u0430\u043a"]),
    ("Noto Naskh Arabic", "noto-naskh-arabic/NotoNaskhArabic-700.ttf", 700, "Arab", "ar", [
        "\u0635\u0628\u0627\u062d\u0643 \u0639\u0644\u0649 \u0645\u0647\u0644", "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f\u064c \u0644\u0627 \u0625\u0644\u0647", "\u0644\u0644\u0645\u062d\u0628\u064a\u0646 \u0623\u0644\u0650\u0641\u064c\u060c",
    ]),
    ("Noto Sans Arabic", "noto-sans-arabic/NotoSansArabic-500.ttf", 500, "Arab", "ar", [
        "\u0628\u0650\u0633\u0652\u0645\u0650 \u0644\u0644\u0647", [("\u0642\u0647\u0648\u0629 ", True), ("Ombrava", False), (" \u0645\u0639 ", True), ("25", False), (" \u062f\u0631\u0647\u0645\u064b\u0627", True)],
    ]),
    ("Frank Ruhl Libre", "frank-ruhl-libre/FrankRuhlLibre-700.ttf", 700, "Hebr", "he", ["\u05d4\u05d9\u05d5\u05dd \u05d9\u05db\u05d5\u05dc \u05dc\u05d7\u05db\u05d5\u05ea."]),
    ("Noto Sans Hebrew", "noto-sans-hebrew/NotoSansHebrew-500.ttf", 500, "Hebr", "he", [
        "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd \u05d1\u05bc\u05b0\u05e8\u05b5\u05d0\u05e9\u05b4\u05c1\u05d9\u05ea", [("\u05e7\u05e4\u05d4 ", True), ("Ombrava", False), (" ", True), ("500", False), (" \u05d2\u05e8\u05dd", True)],
    ]),
    ("Noto Sans Devanagari", "noto-sans-devanagari/NotoSansDevanagari-500.ttf", 500, "Deva", "hi", [
        "\u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f \u091c\u094d\u091e\u093e\u0928 \u0936\u094d\u0930\u0940", "\u0915\u0930\u094d\u0924\u094d\u0924\u093e \u0926\u094d\u0927\u093f \u0939\u094d\u0930\u0938\u094d\u0935", "\u0907\u0902\u0924\u091c\u093c\u093e\u0930 \u0915\u0949\u092b\u093c\u0940",
    ]),
    ("Noto Serif Devanagari", "noto-serif-devanagari/NotoSerifDevanagari-600.ttf", 600, "Deva", "hi", ["\u0926\u093f\u0928 \u0930\u094d\u092f \u0915\u094d\u0915\u094d\u0937"]),
    ("Noto Sans Thai", "noto-sans-thai/NotoSansThai-500.ttf", 500, "Thai", "th", [
        "\u0e19\u0e49\u0e33\u0e1c\u0e36\u0e49\u0e07 \u0e01\u0e33\u0e25\u0e31\u0e07", "\u0e1b\u0e35\u0e48 \u0e0d\u0e38 \u0e10\u0e38 \u0e01\u0e31\u0e25\u0e22\u0e32\u0e13\u0e4c\u0e46",
    ]),
    ("Noto Serif Thai", "noto-serif-thai/NotoSerifThai-600.ttf", 600, "Thai", "th", ["\u0e40\u0e2d\u0e2a\u0e40\u0e1b\u0e23\u0e2a\u0e42\u0e0b"]),
    ("Noto Sans JP", "noto-sans-jp/NotoSansJP-500.ttf", 500, "Jpan", "ja", ["\u300c\u73c8\u7432\u300d\u30fc\u9ad9\u6a4b\u3055\u3093\u3001\u3002", "\u304b\u3099 \u30cf\u309a \u3005"]),
    ("Shippori Mincho", "shippori-mincho/ShipporiMincho-700.ttf", 700, "Jpan", "ja", ["\u671d\u306f\u3001\u4e00\u676f\u306e\u3042\u3068\u3067\u3002"]),
]


def shape(font, text, script, language, is_rtl):
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_rtl else "ltr"
    buffer.language = language
    hb.shape(font, buffer)
    scale = 100 / font.face.upem
    return [
        [info.codepoint, round(place.x_advance * scale, 3), round(place.x_offset * scale, 3), round(place.y_offset * scale, 3)]
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions)
    ]


def main():
    cases = []
    for family, file, weight, script, language, strings in CASES:
        font = hb.Font(hb.Face(hb.Blob.from_file_path(FONTS / file)))
        is_rtl = script in ("Arab", "Hebr")
        for string in strings:
            runs = [(string, is_rtl)] if isinstance(string, str) else string
            shown = [shape(font, text, script, language, turned) for text, turned in runs]
            glyphs = [glyph for run in (reversed(shown) if is_rtl else shown) for glyph in run]
            cases.append({
                "family": family, "weight": weight, "script": script, "language": language,
                "text": "".join(text for text, _ in runs), "glyphs": glyphs,
            })
    lines = ",\n".join("  " + json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    (HERE / "shaping.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{len(cases)} strings by HarfBuzz {hb.version_string()}")


main()
