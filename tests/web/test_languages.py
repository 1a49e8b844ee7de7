import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.languages import best_language, marked

OFFERED = ("en", "de", "pt-BR")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("DE-at", "de"),
        ("de-CH, en;q=0.9", "de"),
        ("en-GB,de;q=0.9", "en"),
        ("fr, de;q=0.5, en;q=0.7", "en"),
        ("fr, de;q=0.8, en;q=0.7", "de"),
        ("pt", "pt-BR"),
        ("pt-PT;q=0.9, pt-BR;q=0.8", "pt-BR"),
        ("de;q=0, fr", "en"),
        ("*, de;q=0.1", "en"),
        ("ja", "en"),
        ("de;q=much, pt", "pt-BR"),
    ],
)
def test_the_reader_gets_the_best_of_what_there_is(accepted: str, language: str) -> None:
    assert best_language(accepted, OFFERED) == language


@given(st.text() | st.text(alphabet="de-AT,;q=0.9* n"))
def test_whatever_is_asked_for_there_is_an_answer(accepted: str) -> None:
    assert best_language(accepted, OFFERED) in OFFERED


def test_only_texts_in_another_language_than_their_page_are_marked() -> None:
    assert marked("en", "en") == ""
    assert marked("de", "de") == ""
    assert marked("de", "en") == 'lang="de" dir="ltr"'
    assert marked("en", "ar") == 'lang="en" dir="ltr"'
    assert marked("ar-EG", "en") == 'lang="ar-EG" dir="rtl"'
