"""How what would change a verdict is said, and who can close what is missing."""

from collections.abc import Mapping
from typing import Final

from portal.domain.turning import Move, Turn
from portal.domain.wording import listed

UP: Final = 0
DOWN: Final = 1

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "named": (
        "{n} more of {duties} duties with a named person",
        "{n} fewer of {duties} duties with a named person",
    ),
    "days": ("{n} more day{s} until go-live", "{n} fewer day{s} until go-live"),
    "others_open": ("{n} more open onboarding{s} for the CSM", "{n} fewer open onboarding{s} for the CSM"),
    "answered": ("{n} more of {sent} invites accepted", "{n} fewer of {sent} invites accepted"),
    "done": ("{n} more of {due} action items done", "{n} fewer of {due} action items done"),
    "oldest_days_late": ("an action item {becomes} days late", "no action item more than {becomes} days late"),
    "active": ("{n} more of {pilot} pilot members active", "{n} fewer of {pilot} pilot members active"),
    "last": ("{n} more active people a week", "{n} fewer active people a week"),
}
"""A move of each number in words: upwards, and downwards. Other numbers of the signal stand in them by name."""

CLOSERS: Final[Mapping[str, str]] = {
    "owner_named": "Sales closes this with the handoff.",
    "timeline_realistic": "The CSM agrees it with the customer's project owner.",
    "capacity_available": "A CSM lead assigns somebody.",
    "responding": "The CSM sends the next invite, or logs the one that was sent by hand.",
    "completing_actions": "The CSM agrees them with the customer's project owner.",
    "pilot_active": "The customer's champion names the group; the days then pass by themselves.",
    "adoption_trend": "Nobody has to do anything: the weeks pass by themselves, and members count once they have come.",
}
"""Who can close what each signal misses."""


def says(turn: Turn) -> str:
    """What would have to change, as the beginning of a sentence: 2 more of 5 invites accepted."""
    said = listed([_say(move, turn) for move in turn.moves])
    return said[:1].upper() + said[1:]


def _say(move: Move, turn: Turn) -> str:
    words = WORDS[move.number][UP if move.by > 0 else DOWN]
    steps = abs(move.by)
    known = {name: f"{value:.0f}" for name, value in turn.numbers.items() if value is not None}
    return words.format(**known, n=steps, s="" if steps == 1 else "s", becomes=f"{move.was + move.by:.0f}")
