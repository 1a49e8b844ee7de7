"""What somebody chose for themselves: how the portal looks and speaks, and when it may reach them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo


class Theme(StrEnum):
    """The colours of the pages; `system` follows the device."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Channel(StrEnum):
    """A way to reach somebody."""

    IN_APP = "in_app"
    EMAIL = "email"


class Occasion(StrEnum):
    """Something the portal may tell somebody about: members about their own, staff about the accounts they guide."""

    NUDGE = "nudge"
    REMINDER = "reminder_from_colleague"
    MILESTONE = "milestone_reached"
    SUMMARY = "weekly_summary"
    REPORT = "new_value_report"
    TOUCHPOINT = "touchpoint_due"
    VERDICT = "verdict_worse"
    DIGEST = "weekly_digest"


TO_MEMBERS: Final = (Occasion.NUDGE, Occasion.REMINDER, Occasion.MILESTONE, Occasion.SUMMARY, Occasion.REPORT)
TO_STAFF: Final = (Occasion.TOUCHPOINT, Occasion.VERDICT, Occasion.DIGEST)

Channels = Mapping[Occasion, frozenset[Channel]]
EVERY_CHANNEL: Final = frozenset(Channel)

DEFAULT_CHANNELS: Final[Channels] = MappingProxyType(
    {
        Occasion.NUDGE: EVERY_CHANNEL,
        Occasion.REMINDER: EVERY_CHANNEL,
        Occasion.MILESTONE: frozenset({Channel.IN_APP}),
        Occasion.SUMMARY: frozenset({Channel.EMAIL}),
        Occasion.REPORT: EVERY_CHANNEL,
        **{occasion: frozenset({Channel.EMAIL}) for occasion in TO_STAFF},
    }
)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Somebody's own choices; the defaults hold for whoever has made none. Of staff only the letters and hours are.

    `language` None leaves it to the account and the browser. Quiet hours are by the clock on the wall of
    `time_zone` (a name of the IANA database), from `quiet_from` until just before `quiet_to`, over midnight where
    that is earlier; without either of them there are none.
    """

    language: str | None = None
    theme: Theme = Theme.SYSTEM
    time_zone: str = "UTC"
    quiet_from: time | None = None
    quiet_to: time | None = None
    celebrations: bool = True
    channels: Channels = field(default_factory=lambda: DEFAULT_CHANNELS)


def wants(preferences: Preferences, occasion: Occasion, channel: Channel) -> bool:
    """Whether somebody wants to hear of an occasion by a channel; what they never chose is by default."""
    chosen = preferences.channels.get(occasion, DEFAULT_CHANNELS[occasion])
    return channel in chosen


def quiet_at(preferences: Preferences, moment: datetime) -> bool:
    """Whether an aware moment falls into somebody's quiet hours, where they are."""
    begin, end = preferences.quiet_from, preferences.quiet_to
    if begin is None or end is None:
        return False
    clock = moment.astimezone(ZoneInfo(preferences.time_zone)).time()
    return begin <= clock < end if begin <= end else clock >= begin or clock < end
