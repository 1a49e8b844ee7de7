"""What a draft would mean for the accounts in flight, milestone by milestone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from portal.domain.moving import DueMoved
from portal.services.moves import Moved

NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Summary:
    """Over all accounts in flight: each milestone by title, with how many accounts it concerns.

    `examples` are some of the accounts whose people would see a difference.
    """

    accounts: int
    felt: int
    gains: tuple[tuple[str, int], ...]
    loses: tuple[tuple[str, int], ...]
    keeps: tuple[tuple[str, int], ...]
    due: tuple[tuple[DueMoved, int], ...]
    steps: tuple[tuple[str, int], ...]
    lost_ticks: int
    examples: tuple[Moved, ...]


def summary(found: Sequence[Moved]) -> Summary:
    """What moving these accounts would change."""
    felt = [one for one in found if one.impact.felt]
    return Summary(
        accounts=len(found),
        felt=len(felt),
        gains=_counted(title for one in found for title in one.impact.gains),
        loses=_counted(title for one in found for title in one.impact.loses),
        keeps=_counted(title for one in found for title in one.impact.keeps),
        due=tuple(Counter(due for one in found for due in one.impact.due).most_common()),
        steps=_counted(steps.milestone for one in found for steps in one.impact.steps),
        lost_ticks=sum(steps.lost_ticks for one in found for steps in one.impact.steps),
        examples=tuple(felt[:NAMED]),
    )


def _counted(titles: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(titles).most_common())
