import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.branding import parse_colour
from portal.domain.errors import Invalid
from portal.resources import STATIC
from portal.web.theme import GROUNDS, MUTED, contrast, proofs, style_sheet, theme, theme_name

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
EDGES = ("#000000", "#ffffff", "#808080", "#ffd400", "#00ff00", "#ff0000", "#0000ff")


def short_of_contrast(colour: str) -> list[str]:
    return [f"{p.tone}: {p.what}: {p.ratio:.2f}" for p in proofs(theme(colour)) if p.ratio < p.least]


@settings(max_examples=1000)
@given(COLOURS)
def test_every_colour_gives_a_theme_with_contrast(colour: str) -> None:
    assert short_of_contrast(colour) == []


@pytest.mark.parametrize("colour", EDGES)
def test_so_do_the_colours_at_the_edges(colour: str) -> None:
    assert short_of_contrast(colour) == []


def test_a_colour_that_is_fit_for_buttons_stays_as_it_is() -> None:
    assert theme("#2f3fd0").light.solid == "#2f3fd0"


def test_a_bright_colour_keeps_its_hue_on_buttons_and_gets_dark_words() -> None:
    light = theme("#ffd400").light
    assert light.solid == "#ffd400"
    assert contrast(light.on, light.solid) > 10


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_the_grounds_are_those_of_the_style_sheets() -> None:
    sheets = "".join((STATIC / "css" / name).read_text() for name in ("app.css", "internal.css"))
    long = {f"#{three[0] * 2}{three[1] * 2}{three[2] * 2}" for three in re.findall(r"#([0-9a-f]{3})\b", sheets)}
    known = {*re.findall(r"#[0-9a-f]{6}\b", sheets), *long}
    assert {colour for table in (GROUNDS, MUTED) for row in table.values() for colour in row} <= known


def test_a_sheet_names_the_same_tokens_as_the_portals_own() -> None:
    tokens = set(re.findall(r"(--[\w-]+):", style_sheet("#d1432e")))
    own = (STATIC / "css" / "app.css").read_text()
    assert len(tokens) == 7
    assert {token for token in tokens if f"{token}:" not in own} == set()


def test_a_theme_is_called_by_its_colour_and_what_is_in_it() -> None:
    assert re.fullmatch(r"d1432e-[0-9a-f]{12}", theme_name("#d1432e"))
    assert theme_name("#d1432e") != theme_name("#d1432f")


@pytest.mark.parametrize("typed", ["2F3FD0", " #2f3fd0 ", "#2f3fd0"])
def test_a_colour_is_read_as_people_type_it(typed: str) -> None:
    assert parse_colour(typed) == "#2f3fd0"


@pytest.mark.parametrize("typed", ["", "blue", "#2f3", "#2f3fd0;}", "#\N{FULLWIDTH DIGIT TWO}f3fd0", "url(x)"])
def test_what_is_no_colour_is_refused_with_the_mend(typed: str) -> None:
    with pytest.raises(Invalid, match="six digits"):
        parse_colour(typed)
