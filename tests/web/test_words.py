from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from babel.messages import Message

from portal.web.translations import PLACEHOLDER, kept, texts
from portal.web.words import LANGUAGES, speak

EN, DE, AR = speak("en"), speak("de"), speak("ar")
TRANSLATED = LANGUAGES[1:]
NOVEMBER = date(2026, 11, 18)
MIDNIGHT_IN_BERLIN = datetime(2026, 11, 17, 23, 5, tzinfo=UTC)


def test_the_first_language_is_the_one_the_words_are_written_in() -> None:
    assert LANGUAGES == ("en", "ar", "de")


def entries() -> Iterator[tuple[str, Message]]:
    for language in TRANSLATED:
        yield from ((language, message) for message in kept(language) if message.id)


def test_every_translation_takes_its_values() -> None:
    broken = []
    for language, message in entries():
        values = {name: "x" for text in texts(message.id) for name in PLACEHOLDER.findall(text)}
        broken += [(language, form) for form in texts(message.string) if values and "%" in form % values]
    assert broken == []


def test_text_without_a_translation_stays_english() -> None:
    assert DE.gettext("Nobody translated %(what)s.", what="this") == "Nobody translated this."
    assert AR.ngettext("%(num)s sparrow", "%(num)s sparrows", 1200) == "1,200 sparrows"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "%(n)s خطوة"),
        (1, "خطوة واحدة"),
        (2, "خطوتان"),
        (5, "%(n)s خطوات"),
        (14, "%(n)s خطوة"),
        (100, "%(n)s خطوة"),
    ],
)
def test_arabic_has_a_form_for_every_number(number: int, text: str) -> None:
    said = AR.ngettext("in progress, %(n)s step left", "in progress, %(n)s steps left", number, n=number)
    assert text.replace("%(n)s", str(number)) in said


def test_days_are_said_as_each_language_says_them() -> None:
    assert [words.day(NOVEMBER) for words in (EN, DE, AR)] == ["18 Nov", "18. Nov.", "18 نوفمبر"]
    assert [words.full_day(NOVEMBER) for words in (EN, DE)] == ["18 Nov 2026", "18. Nov. 2026"]
    assert [words.long_day(NOVEMBER) for words in (EN, DE)] == ["Wednesday 18 November", "Mittwoch, 18. November"]


def test_a_near_day_is_said_by_its_distance() -> None:
    near = [EN.near_day(date(2026, 11, day), NOVEMBER) for day in (17, 18, 19, 20)]
    assert near == ["Yesterday", "Today", "Tomorrow", "Fri 20 Nov"]
    assert EN.near_day(date(2027, 3, 4), NOVEMBER) == "4 Mar 2027"
    assert DE.near_day(NOVEMBER, NOVEMBER, inside=True) == "heute"


def test_moments_are_those_of_the_readers_own_clock() -> None:
    berlin = replace(EN, zone=ZoneInfo("Europe/Berlin"))
    assert (EN.day(MIDNIGHT_IN_BERLIN), EN.time(MIDNIGHT_IN_BERLIN)) == ("17 Nov", "23:05")
    assert (berlin.day(MIDNIGHT_IN_BERLIN), berlin.time(MIDNIGHT_IN_BERLIN)) == ("18 Nov", "00:05")
    assert berlin.time(time(22, 0)) == "22:00"


def test_numbers_shares_and_lists_are_those_of_the_language() -> None:
    assert [words.number(2400) for words in (EN, DE)] == ["2,400", "2.400"]
    assert [words.percent(0.34) for words in (EN, DE)] == ["34%", "34\N{NO-BREAK SPACE}%"]
    assert [words.listed(["a", "b", "c"]) for words in (EN, DE)] == ["a, b and c", "a, b und c"]
    assert [words.number_word(number) for words in (EN, DE) for number in (3, 12)] == ["Three", "12", "Drei", "12"]


def test_a_list_among_the_values_is_said_as_one() -> None:
    assert EN.gettext("Opens after %(milestones)s.", milestones=["a", "b"]) == "Opens after a and b."
