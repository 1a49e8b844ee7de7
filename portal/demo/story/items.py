"""The action items of a demo account: what the customer has to do, by when, and whether they did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from portal.demo.story.people import DemoStakeholder
from portal.demo.story.situations import Items

TITLES = (
    "Send the list of carriers",
    "Name two people for the pilot",
    "Allow four addresses in the firewall",
    "Export last month's orders",
    "Agree what a late order is",
    "Book a room for the training",
    "Confirm the single sign-on contact",
    "Choose the first site",
    "Check the imported addresses",
    "Sign the data processing agreement",
    "Share the holiday calendar",
    "Decide who may release an order",
)
LATE_BY = (12, 10, 8, 6, 4, 2)
"""How many days ago the items of a customer who stopped doing them were due; only the second was done."""
WINDOW = 14
EVERY = 4
AHEAD = (3, 6)
DueDone = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class DemoItem:
    """Something the customer has to do."""

    title: str
    due_on: date
    done_on: date | None
    owner_id: UUID | None


def items_of(
    random: Random,
    kind: Items,
    *,
    kickoff: date | None,
    live: date | None,
    today: date,
    stakeholders: tuple[DemoStakeholder, ...],
) -> tuple[DemoItem, ...]:
    """Two items a week from kickoff to go-live, done on time or not, and two that are still ahead."""
    if kickoff is None or kickoff > today:
        return ()
    done_until = (live or today) if kind is Items.DONE else today - timedelta(days=WINDOW + 1)
    dates = [*_on_time(random, kickoff, done_until), *(_late(today) if kind is Items.LATE else ())]
    if live is None:
        dates += [(today + timedelta(days=days), None) for days in AHEAD]
    owners: list[UUID | None] = [holder.id for holder in stakeholders if holder.email] or [None]
    return tuple(
        DemoItem(TITLES[place % len(TITLES)], due_on, done_on, owners[place % len(owners)])
        for place, (due_on, done_on) in enumerate(dates)
    )


def _on_time(random: Random, kickoff: date, until: date) -> Iterator[DueDone]:
    for days in range(EVERY, (until - kickoff).days + 1, EVERY):
        due = kickoff + timedelta(days=days)
        yield due, due - timedelta(days=random.randint(0, 2))


def _late(today: date) -> Iterator[DueDone]:
    for place, days in enumerate(LATE_BY):
        due = today - timedelta(days=days)
        yield due, due if place == 1 else None
