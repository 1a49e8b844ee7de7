"""Who of an account uses the product week by week, and what they use of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import account, use
from portal.db.account import Person
from portal.db.use import First
from portal.domain.measures import last_weeks
from portal.domain.playbook import Catalogue
from portal.domain.vocabulary import Declared

WEEKS: Final = 12
"""So many weeks are shown, with the one that is not over."""

MOST: Final = 200
"""So many people are shown."""


@dataclass(frozen=True, slots=True)
class PersonUse:
    """A member, and whether they used the product in each of the weeks, the oldest first."""

    person: Person
    weeks: tuple[bool, ...]

    @property
    def active(self) -> int:
        """In how many of the weeks they did."""
        return sum(self.weeks)


@dataclass(frozen=True, slots=True)
class EventUse:
    """An event of the tracking plan, and who was first; None where nobody did it yet."""

    event: Declared
    first: First | None


@dataclass(frozen=True, slots=True)
class Use:
    """The Mondays of the weeks, the people who used the product in most of them first, and `more` who are not shown.

    `uses` are the events that count as use, `besides` others that somebody did; those of most people are first.
    """

    weeks: tuple[date, ...]
    people: tuple[PersonUse, ...]
    more: int
    uses: tuple[EventUse, ...]
    besides: tuple[EventUse, ...]


async def show(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID, now: datetime) -> Use:
    """Who of an account used the product in the last weeks, and what anybody of it ever used."""
    weeks = last_weeks(now.astimezone(UTC).date(), WEEKS)
    active = await use.weeks(session, account_id, years={week.isocalendar().year for week in weeks})
    members = await account.people(session, account_id)
    people = [PersonUse(one, tuple(week in active.get(one.id, ()) for week in weeks)) for one in members]
    people.sort(key=lambda one: (-one.active, one.person.name, one.person.id))
    first = await use.first(session, account_id, names=catalogue.events.keys())
    events = sorted((EventUse(one, first.get(one.name)) for one in catalogue.events.values()), key=_by_people)
    uses = tuple(one for one in events if one.event.name in catalogue.use_events)
    besides = tuple(one for one in events if one.first and one not in uses)
    return Use(weeks, tuple(people[:MOST]), len(people[MOST:]), uses, besides)


def _by_people(one: EventUse) -> tuple[int, str]:
    return (-one.first.people if one.first else 0, one.event.name)
