"""Moving accounts in flight to another revision, and what is changed for one account alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal import ingest
from portal.content.live import LivePlaybook
from portal.content.stored import revision_catalogue
from portal.db import accounts as account_rows
from portal.db import audit, discovery, pins
from portal.db.pins import InFlight
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.edits import Changes, Edits, Pin, changed
from portal.domain.errors import Conflict, NotFound
from portal.domain.moving import Climbing, Impact, impact, moved_to, recounted
from portal.domain.playbook import Catalogue
from portal.jobs.consequences import account_changed

PAGE: Final = 50
MOST: Final = 200
"""How many accounts are moved at once: each of them waits until all of them are."""
AHEAD: Final = 2000
"""A page tells of so many accounts what a draft would mean for their ladders: it is worked out for each of them."""
MOVED_ON: Final = "Somebody moved some of these accounts meanwhile. The list shows where they are now."


@dataclass(frozen=True, slots=True)
class Asked:
    """A move: to which revision, and of which accounts, by external id; None stands for all in flight."""

    revision: int
    external_ids: Sequence[str] | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """The accounts on a revision that somebody chose to move to another; none in particular stands for all on it."""

    revision: int
    to: int
    accounts: Sequence[UUID] = ()


class Page(NamedTuple):
    """Some of the accounts on a revision, and after which external id there are more; empty where there are none."""

    accounts: Sequence[InFlight]
    more: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An account, the revision it is on, and what a move changes for it."""

    id: UUID
    external_id: str
    name: str
    pin: Pin
    impact: Impact


async def in_flight(session: AsyncSession, *, external_ids: Sequence[str] | None, now: datetime) -> list[InFlight]:
    """The accounts of these ids, begun or not; every account in flight for None. Raises NotFound."""
    if external_ids is None:
        return await pins.in_flight(session, now=now)
    found = []
    for external_id in dict.fromkeys(external_ids):
        account = await pins.by_external_id(session, external_id)
        if account is None:
            message = f"There is no account “{external_id}”: give the id the account has in the product."
            raise NotFound(message)
        found.append(account)
    return found


async def ahead(
    session: AsyncSession, *, playbook: LivePlaybook, after: Catalogue, now: datetime, most: int = AHEAD
) -> tuple[list[Moved], bool]:
    """What moving the first accounts in flight to a catalogue would change, and whether there are more of them."""
    accounts = await pins.in_flight(session, now=now, most=most + 1)
    found = await preview(session, playbook=playbook, after=after, accounts=accounts[:most])
    return found, len(accounts) > most


async def preview(
    session: AsyncSession, *, playbook: LivePlaybook, after: Catalogue, accounts: Sequence[InFlight]
) -> list[Moved]:
    """What moving each of the accounts to a catalogue would change. Nothing is stored."""
    groups: dict[int | None, list[InFlight]] = {}
    for account in accounts:
        groups.setdefault(account.pin.revision if account.pin else None, []).append(account)
    moved: list[Moved] = []
    for revision, group in groups.items():
        moved += await _preview(session, await playbook.revision(session, revision), after, group)
    return sorted(moved, key=lambda one: one.external_id)


async def _preview(
    session: AsyncSession, before: Catalogue, after: Catalogue, accounts: Sequence[InFlight]
) -> list[Moved]:
    """The accounts of one revision."""
    ids = [account.id for account in accounts]
    facts = await pins.climbing(session, ids)
    was = await discovery.profiles(session, catalogue=before, accounts=ids)
    becomes = await discovery.profiles(session, catalogue=after, accounts=ids)
    return [
        Moved(one.id, one.external_id, one.name, pin, impact(before, after, climbing))
        for one in accounts
        for pin in [one.pin or Pin(before.revision)]
        for climbing in [Climbing(*facts[one.id], was[one.id], becomes[one.id], pin.edits)]
    ]


async def look(session: AsyncSession, *, playbook: LivePlaybook, asked: Asked) -> list[Moved]:
    """What a move would change; accounts that are on the revision already are left out. Raises as `move` does."""
    after = await revision_catalogue(session, asked.revision)
    live = playbook.current.revision
    accounts = await in_flight(session, external_ids=asked.external_ids, now=asked.now)
    elsewhere = [one for one in accounts if (one.pin.revision if one.pin else live) != asked.revision]
    return await preview(session, playbook=playbook, after=after, accounts=elsewhere)


async def move(session: AsyncSession, *, playbook: LivePlaybook, asked: Asked) -> list[Moved]:
    """Move accounts to a revision, and tell what that changed.

    What was reached stays reached, and an account's own edits stay its own. Milestones whose steps are others, or
    end otherwise, are counted from the stored events. Raises NotFound, or Unreadable.
    """
    moved = await look(session, playbook=playbook, asked=asked)
    after = await revision_catalogue(session, asked.revision)
    # The lock on an account's version makes its events wait until it is moved.
    await account_rows.touch(session, [one.id for one in moved])
    for one in moved:
        before = await playbook.revision(session, one.pin.revision)
        await pins.put(session, one.id, moved_to(one.pin, asked.revision), now=asked.now)
        await ingest.recount(session, after, account_id=one.id, milestones=recounted(before, after), now=asked.now)
    return moved


async def move_chosen(
    session: AsyncSession, *, playbook: LivePlaybook, doer: Doer, chosen: Chosen, now: datetime
) -> list[Moved]:
    """Move the accounts somebody chose, and have them judged by what they are on now.

    Raises Forbidden, Conflict where some of them are on another revision meanwhile, and as `move` does.
    """
    doer.require_mover()
    accounts = await on_revision(session, playbook=playbook, chosen=chosen)
    asked = Asked(chosen.to, [one.external_id for one in accounts], now)
    moved = await move(session, playbook=playbook, asked=asked)
    for one in moved:
        act = Act("account.moved", one.name, {"revision": str(one.pin.revision)}, {"revision": str(chosen.to)})
        await audit.record(session, account_id=one.id, actor=doer.actor, act=act, now=now)
        await account_changed(session, one.id, now)
    return moved


async def on_revision(session: AsyncSession, *, playbook: LivePlaybook, chosen: Chosen) -> list[InFlight]:
    """The accounts somebody chose, as they stand; the first `MOST` of a whole revision. Raises Conflict, NotFound."""
    live = chosen.revision == playbook.current.revision
    found = await pins.on_revision(
        session, chosen.revision, live=live, after="", most=MOST, among=chosen.accounts or None
    )
    if len(found) < len(chosen.accounts):
        raise Conflict(MOVED_ON)
    return found


async def page_of(session: AsyncSession, *, revision: int, live: bool, after: str) -> Page:
    """The accounts on a revision from one on, with the external id after which there are more."""
    found = await pins.on_revision(session, revision, live=live, after=after, most=PAGE + 1)
    return Page(found[:PAGE], found[PAGE - 1].external_id if len(found) > PAGE else "")


async def edit(
    session: AsyncSession, *, playbook: LivePlaybook, external_id: str, changes: Changes, now: datetime
) -> Edits:
    """Change what one account sees, on top of its revision. An account without a pin stays on the live one from now on.

    Raises NotFound for an account, or a milestone no ladder of its revision has; Invalid for a number of days.
    """
    (account,) = await in_flight(session, external_ids=[external_id], now=now)
    pin = account.pin or Pin(playbook.current.revision)
    edits = changed(pin.edits, changes)
    fresh = Edits(edits.hidden - pin.edits.hidden, tuple(set(edits.due_days) - set(pin.edits.due_days)))
    if unknown := fresh.without_effect(await playbook.revision(session, pin.revision)):
        message = f"{unknown[0]} Name a milestone of a ladder by its id, as its folder is called."
        raise NotFound(message)
    await account_rows.touch(session, [account.id])
    await pins.put(session, account.id, Pin(pin.revision, edits), now=now)
    return edits
