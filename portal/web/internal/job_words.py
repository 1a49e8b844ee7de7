"""Work in the background in the words of its readers."""

from typing import Final

from portal.jobs import kinds

WORDS: Final = {
    kinds.ASSESS: "Assess an account",
    kinds.SWEEP: "Have every account assessed",
    kinds.COUNT_WAITS: "Count how long teams waited",
    kinds.COUNT_HEALTH: "Count how milestones fare",
    kinds.MEASURE: "Measure a week of results",
    kinds.TAKE_STOCK: "Take stock of an account",
    kinds.TAKE_STOCK_OF_ALL: "Have stock taken of every account",
    kinds.DROP_EVENTS: "Remove events that were kept for long enough",
    kinds.ADD_MONTHS: "Make room for the events of coming months",
    kinds.EXPORT: "Make a copy of what is known about a person",
    kinds.ERASE: "Delete a person",
    kinds.GATHER: "Look for news worth telling",
    kinds.PRESS: "See what is due for the members of an account",
    kinds.PRESS_ALL: "See what is due for everybody",
    kinds.PURGE: "Remove what has ended",
}


def of_kind(kind: str) -> str:
    """What work of a kind does; the kind itself where only a newer version knows."""
    return WORDS.get(kind, kind.replace("_", " ").capitalize())
