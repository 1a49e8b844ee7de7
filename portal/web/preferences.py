"""The form of a member's preferences, and the words for them."""

from collections.abc import Iterator, Mapping
from datetime import time
from functools import lru_cache
from typing import Any, Final, NamedTuple
from zoneinfo import available_timezones

from babel import Locale
from wtforms import BooleanField, Field, Form, IntegerField, SelectMultipleField, StringField, TimeField
from wtforms.validators import AnyOf, InputRequired, Optional, ValidationError

from portal.db.preferences import Saved
from portal.domain.preferences import TO_MEMBERS, Channel, Occasion, Preferences, Theme, wants
from portal.domain.wording import phrase
from portal.web.words import LANGUAGES, Words

CONTINENTS: Final = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip
ANY_LANGUAGE: Final = ""

THEMES: Final = {
    Theme.SYSTEM: phrase("Like my device"),
    Theme.LIGHT: phrase("Light"),
    Theme.DARK: phrase("Dark"),
}
CHANNELS: Final = {Channel.IN_APP: phrase("In the portal"), Channel.EMAIL: phrase("By e-mail")}
OCCASIONS: Final = {
    Occasion.NUDGE: (phrase("A step waits for you"), phrase("One at a time, never in quiet hours.")),
    Occasion.REMINDER: (phrase("A colleague reminds you"), phrase("When somebody waits for your part.")),
    Occasion.MILESTONE: (phrase("A milestone is reached"), phrase("Yours, or one you share with your team.")),
    Occasion.SUMMARY: (phrase("Your week in short"), phrase("On Mondays: what moved, and what comes next.")),
    Occasion.REPORT: (phrase("A value report is ready"), phrase("What your team gains, in numbers.")),
}
STAFF_OCCASIONS: Final = {
    Occasion.TOUCHPOINT: ("A touchpoint is due", "On its day, with your message drafted."),
    Occasion.VERDICT: ("A verdict gets worse", "When an account you guide slips to a lower level."),
    Occasion.DIGEST: ("The week of your accounts", "On Mondays: how they stand, and what is due."),
}

UNKNOWN_ZONE: Final = phrase("Nobody keeps this time zone. Choose one from the list, as Europe/Berlin.")
ONE_END: Final = phrase("Quiet hours need both times. Fill in the other one, or leave both empty.")
NO_LENGTH: Final = phrase("Quiet hours cannot begin and end at the same time.")
NOT_A_TIME: Final = phrase("Write the time as hours and minutes, as 22:00.")
NOT_OFFERED: Final = phrase("This is not on offer any more. Choose again.")


@lru_cache
def time_zones() -> Mapping[str, str]:
    """The time zones people live in, each by its name in lower case."""
    known = sorted(zone for zone in available_timezones() if zone.startswith(CONTINENTS))
    return {zone.lower(): zone for zone in ("UTC", *known)}


@lru_cache
def languages() -> tuple[tuple[str, str], ...]:
    """The languages on offer, each with its name in itself."""
    return tuple((one, (Locale.parse(one, sep="-").get_display_name(one) or one).capitalize()) for one in LANGUAGES)


class ClockField(TimeField):
    """A time of day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read hours and minutes. Raises ValueError with the mend."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NOT_A_TIME) from error


def known_zone(value: str | None) -> str | None:
    """A time zone as the list has it, however it is written."""
    written = (value or "").strip()
    return time_zones().get(written.lower().replace(" ", "_"), written)


class QuietHours(Form):
    """From when until when nothing is sent; there are none where both are empty."""

    quiet_from = ClockField("Quiet from", validators=[Optional()])
    quiet_to = ClockField("Quiet to", validators=[Optional()])

    # What is empty is not looked at any further, so each end asks for the other.
    def validate_quiet_from(self, field: Field) -> None:
        """Refuse hours that never end."""
        if field.data is not None and self.quiet_to.data is None:
            raise ValidationError(ONE_END)

    def validate_quiet_to(self, field: Field) -> None:
        """Refuse hours that never begin, or without length."""
        if field.data is not None and self.quiet_from.data is None:
            raise ValidationError(ONE_END)
        if field.data is not None and field.data == self.quiet_from.data:
            raise ValidationError(NO_LENGTH)


class PreferencesForm(QuietHours):
    """Everything a member can choose for themselves. `version` is of the preferences the form was filled from."""

    version = IntegerField(validators=[InputRequired(NOT_OFFERED)])
    language = StringField(validators=[AnyOf([ANY_LANGUAGE, *LANGUAGES], NOT_OFFERED)])
    theme = StringField(validators=[AnyOf([theme.value for theme in Theme], NOT_OFFERED)])
    time_zone = StringField(filters=[known_zone])
    celebrations = BooleanField()
    channels = SelectMultipleField(validate_choice=False)

    def validate_time_zone(self, field: Field) -> None:
        """Refuse a zone the list does not have."""
        if field.data not in time_zones().values():
            raise ValidationError(UNKNOWN_ZONE)

    @property
    def preferences(self) -> Preferences:
        """What the valid form says."""
        chosen = set(self.channels.data or ())
        return Preferences(
            language=self.language.data or None,
            theme=Theme(self.theme.data or Theme.SYSTEM),
            time_zone=self.time_zone.data or "",
            quiet_from=self.quiet_from.data,
            quiet_to=self.quiet_to.data,
            celebrations=self.celebrations.data,
            channels={one: frozenset(way for way in Channel if cell(one, way) in chosen) for one in TO_MEMBERS},
        )


def cell(occasion: Occasion, channel: Channel) -> str:
    """The name of one box of the notifications grid."""
    return f"{occasion}.{channel}"


def filled(saved: Saved) -> PreferencesForm:
    """The form as somebody saved it last."""
    own = saved.preferences
    values: dict[str, Any] = {
        "version": saved.version,
        "language": own.language or ANY_LANGUAGE,
        "theme": own.theme.value,
        "time_zone": own.time_zone,
        "quiet_from": own.quiet_from,
        "quiet_to": own.quiet_to,
        "celebrations": own.celebrations,
        "channels": [cell(one, way) for one in TO_MEMBERS for way in Channel if wants(own, one, way)],
    }
    return PreferencesForm(data=values)


class Choices(NamedTuple):
    """What there is to choose from, in words."""

    languages: tuple[tuple[str, str], ...]
    zones: tuple[str, ...]
    themes: Mapping[Theme, str]
    channels: Mapping[Channel, str]
    occasions: Mapping[Occasion, tuple[str, str]]


def choices() -> Choices:
    """Everything the form offers."""
    return Choices(languages(), tuple(time_zones().values()), THEMES, CHANNELS, OCCASIONS)


class Difference(NamedTuple):
    """One choice, as it was saved elsewhere and as it is here."""

    what: str
    there: str
    here: str


def differences(words: Words, there: Preferences, here: Preferences) -> list[Difference]:
    """Where two tabs disagree, in words."""
    pairs = zip(_said(words, there), _said(words, here), strict=True)
    return [Difference(what, one, other) for (what, one), (_, other) in pairs if one != other]


def _said(words: Words, own: Preferences) -> Iterator[tuple[str, str]]:
    yield words.gettext("Language"), dict(languages()).get(own.language or "") or words.gettext("Like my browser")
    yield words.gettext("Colours"), words.gettext(THEMES[own.theme])
    yield words.gettext("Time zone"), own.time_zone
    yield words.gettext("Quiet hours"), _hours(words, own.quiet_from, own.quiet_to)
    yield words.gettext("Celebrations"), words.gettext("On") if own.celebrations else words.gettext("Off")
    for occasion, (what, _) in OCCASIONS.items():
        ways = [words.gettext(name) for way, name in CHANNELS.items() if wants(own, occasion, way)]
        yield words.gettext(what), words.listed(ways) if ways else words.gettext("Not at all")


def _hours(words: Words, begin: time | None, end: time | None) -> str:
    if begin is None or end is None:
        return words.gettext("None")
    return words.gettext("%(begin)s to %(end)s", begin=words.time(begin), end=words.time(end))
