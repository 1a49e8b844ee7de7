"""Sentences, days and numbers in a reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from gettext import NullTranslations
from io import BytesIO
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import Translations
from fastapi import Request

from portal.domain.people import SignedInMember, SignedInStaff
from portal.domain.wording import phrase
from portal.resources import CATALOGUES
from portal.web.languages import SOURCE_LANGUAGE, language_of

LANGUAGES: Final = (SOURCE_LANGUAGE, *sorted(path.stem for path in CATALOGUES.glob("*.po")))
"""The languages the portal's own words exist in; the first is the one they are written in."""

NUMBERS: Final = (
    phrase("No"),
    phrase("One"),
    phrase("Two"),
    phrase("Three"),
    phrase("Four"),
    phrase("Five"),
    phrase("Six"),
    phrase("Seven"),
    phrase("Eight"),
    phrase("Nine"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """One language as the portal speaks it, with moments in the reader's time zone.

    A text without a translation stays English. Values go into a text by name, as `%(name)s`, a list as "a, b and c".
    """

    language: str
    locale: Locale
    translations: NullTranslations
    zone: tzinfo = UTC

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Where lines begin: `ltr` or `rtl`."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    def gettext(self, text: str, /, **values: object) -> str:
        """A text in this language."""
        return self._filled(self.translations.gettext(text), values)

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The text that goes with a number; `%(num)s` stands for it."""
        return self._filled(self.translations.ngettext(one, many, number), {"num": self.number(number)} | values)

    def pgettext(self, context: str, text: str, /, **values: object) -> str:
        """A text whose meaning depends on where it stands: `context` says it to the translator."""
        return self._filled(self.translations.pgettext(context, text), values)

    def listed(self, words: Sequence[str]) -> str:
        """Words in a row: a, b and c."""
        return format_list(words, locale=self.locale)

    def day(self, moment: date) -> str:
        """A day as people write it: 2 Nov."""
        return format_skeleton("MMMd", self._local(moment), locale=self.locale)

    def full_day(self, moment: date) -> str:
        """A day with its year: 2 Nov 2026."""
        return format_skeleton("yMMMd", self._local(moment), locale=self.locale)

    def long_day(self, moment: date) -> str:
        """A day in full: Tuesday 18 November."""
        local = self._local(moment)
        weekday = self.locale.days["stand-alone"]["wide"][local.weekday()]
        return self.gettext(
            "%(weekday)s %(day)s", weekday=weekday, day=format_skeleton("MMMMd", local, locale=self.locale)
        )

    def near_day(self, on: date, today: date, *, inside: bool = False) -> str:
        """A day as seen from another: Today, Yesterday, Tomorrow, Thu 20 Nov, or 4 Mar 2027 in another year.

        `inside` a sentence the three words are not capitals.
        """
        near = {
            -1: (phrase("Yesterday"), phrase("yesterday")),
            0: (phrase("Today"), phrase("today")),
            1: (phrase("Tomorrow"), phrase("tomorrow")),
        }
        if words := near.get((on - today).days):
            return self.gettext(words[inside])
        return format_skeleton("MMMEd" if on.year == today.year else "yMMMd", on, locale=self.locale)

    def time(self, moment: datetime | time) -> str:
        """A time of day where the reader is: 15:04. A bare time of day is taken as theirs."""
        local = moment.astimezone(self.zone).time() if isinstance(moment, datetime) else moment
        return format_time(local, "short", locale=self.locale)

    def number(self, number: float) -> str:
        """A number with its thousands set apart: 2,400."""
        return format_decimal(number, locale=self.locale)

    def percent(self, share: float) -> str:
        """A share as a whole percentage: 34%."""
        return format_percent(share, locale=self.locale)

    def number_word(self, number: int) -> str:
        """One to Nine in words, larger numbers in digits."""
        return self.gettext(NUMBERS[number]) if number < len(NUMBERS) else self.number(number)

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        said = {
            name: self.listed(value) if isinstance(value, (list, tuple)) else value for name, value in values.items()
        }
        return text % said if said else text

    def _local(self, moment: date) -> date:
        return moment.astimezone(self.zone) if isinstance(moment, datetime) else moment


@lru_cache
def speak(language: str) -> Words:
    """The words of one of LANGUAGES, with moments in UTC."""
    if language == SOURCE_LANGUAGE:
        return Words(language, Locale("en", "GB"), NullTranslations())
    return Words(language, Locale.parse(language, sep="-"), _translations(language))


def words_of(request: Request) -> Words:
    """The words for whoever asks: a member's, as they or their account chose; otherwise their browser's.

    The vendor's staff read English, with moments in the time zone they chose.
    """
    who = getattr(request.state, "signed_in", None)
    if isinstance(who, SignedInStaff):
        return replace(speak(SOURCE_LANGUAGE), zone=ZoneInfo(who.time_zone))
    member = who if isinstance(who, SignedInMember) else None
    words = speak(language_of(member, request.headers.get("Accept-Language", ""), LANGUAGES))
    return replace(words, zone=ZoneInfo(member.preferences.time_zone)) if member else words


def _translations(language: str) -> Translations:
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
