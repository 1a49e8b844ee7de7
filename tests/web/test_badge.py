"""The badge as a picture: its words in every script, its colours."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from portal.domain.branding import Brand
from portal.web.badge import OWN_BAR, bar_colour, lines, picture, runs
from portal.web.theme import contrast

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600"><rect width="600" height="600" fill="#fff"/>'
    '<text x="300" y="300" text-anchor="middle" font-size="40" font-family="{}">{}</text></svg>'
)


def drawn(words: str, font: str = "Onboarding Arabic") -> Image.Image:
    return Image.open(BytesIO(picture(DRAWING.format(font, words)))).convert("L")


@pytest.mark.parametrize(
    ("words", "font"), [("Halden Freight", "Bricolage Grotesque"), ("Größe", "Figtree"), ("شركة", "Onboarding Arabic")]
)
def test_every_font_is_there_and_differs_from_an_unknown_one(words: str, font: str) -> None:
    written = drawn(words, font)
    assert written.size == (1200, 1200)
    box = ImageChops.difference(drawn(""), written).getbbox()
    assert box
    assert box[2] - box[0] > 100
    assert ImageChops.difference(written, drawn(words, "Nobody has this font")).getbbox()


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("Halden Freight, 12 Nov 2026 · Größe", ["latin"]),
        ("شركة الشحن", ["arabic"]),
        ("12 نوفمبر 2026 · Marlowe", ["arabic"]),
        ("Hà Trần", ["latin", "other", "latin"]),
        ("東京 🚚", ["other", "latin", "other"]),
        ("", []),
    ],
)
def test_a_text_is_set_script_by_script(text: str, scripts: list[str]) -> None:
    found = runs(text)
    assert [run.script for run in found] == scripts
    assert "".join(run.text for run in found).strip("\u202b\u202c") == text


def test_arabic_letters_join() -> None:
    joined, apart = drawn("سسس"), drawn("س س س")
    assert ImageChops.difference(joined, apart).getbbox()
    assert len(gaps(joined)) < len(gaps(apart))


def gaps(picture: Image.Image) -> list[int]:
    """The columns without ink between the first and the last that have some."""
    box = ImageChops.invert(picture).getbbox()
    assert box
    inked = [picture.crop((x, box[1], x + 1, box[3])).getextrema()[0] for x in range(box[0], box[2])]
    return [x for x, darkest in enumerate(inked) if darkest == 255]


@pytest.mark.parametrize("title", ["Short", "x" * 200, "A title of a good many words that goes on and on, and on " * 4])
def test_a_title_of_any_length_fits_two_lines(title: str) -> None:
    found = lines(title)
    assert 1 <= len(found) <= 2
    assert max(map(len, found)) <= 26


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#c2410c", "#2f3fd0"])
def test_bars_can_be_seen_on_the_disc(colour: str) -> None:
    assert contrast(bar_colour(Brand(colour)), "#171b2b") >= 3


def test_without_a_brand_the_bars_have_their_own_colour() -> None:
    assert bar_colour(Brand()) == OWN_BAR
