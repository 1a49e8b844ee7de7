"""The vendor's people: what one chooses for themselves, and what owners change about each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, identity
from portal.db import staff as staff_rows
from portal.db.verdict_counts import open_by_csm
from portal.domain.audit import Act
from portal.domain.colleagues import Details, StaffLine, groups_by_capability, require_may_be_switched_off
from portal.domain.doers import Doer
from portal.domain.errors import NotFound, Stale
from portal.domain.people import SignedInStaff
from portal.domain.subjects import Subject, require_reader
from portal.jobs.consequences import load_changed

NO_SUCH: Final = "There is nobody of this name among your staff. The list shows everybody there is."
PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class Everybody:
    """One page of the staff: of `total` those asked for; `after` leads to the next page, None at the end."""

    people: tuple[StaffLine, ...]
    total: int
    q: str
    after: UUID | None


async def set_time_zone(session: AsyncSession, *, staff: SignedInStaff, zone: str) -> None:
    """Read moments in a time zone from now on, given by its name in the IANA database."""
    await staff_rows.set_time_zone(session, staff.id, zone)


async def everybody(session: AsyncSession, *, staff: SignedInStaff, q: str, after: UUID | None) -> Everybody:
    """The staff by name, those who were switched off among them. Raises Forbidden."""
    require_reader(staff, Subject.STAFF)
    found = await staff_rows.page(session, q=q, after=after, limit=PAGE + 1)
    people = tuple(await _told(session, found[:PAGE]))
    return Everybody(people, await staff_rows.count(session, q=q), q, found[PAGE - 1].id if len(found) > PAGE else None)


async def one(session: AsyncSession, *, staff: SignedInStaff, staff_id: UUID) -> StaffLine:
    """One of the staff. Raises Forbidden, NotFound."""
    require_reader(staff, Subject.STAFF)
    return (await _told(session, [await _found(session, staff_id)]))[0]


async def change(
    session: AsyncSession, *, doer: Doer, staff_id: UUID, details: Details, version: int, now: datetime
) -> None:
    """Keep what an owner entered about one of the staff, at the version they edited.

    Raises Forbidden, NotFound, and Stale.
    """
    doer.require_owner()
    before = await _found(session, staff_id)
    if before.details == details:
        return
    values = {
        "title": details.title or None,
        "onboarding_limit": details.onboarding_limit,
        "booking_url": details.booking_url or None,
    }
    if not await staff_rows.change(session, staff_id, version=version, values=values, by=doer.name):
        theirs = await _found(session, staff_id)
        raise Stale(version=theirs.version, now=fields(theirs.details), by=theirs.edited_by)
    act = Act("staff.changed", before.name, *_differences(before.details, details))
    await audit.record(session, account_id=None, actor=doer.actor, act=act, now=now)
    await _follow(session, staff_id, before.details, details, now)


async def switch_off(session: AsyncSession, *, doer: Doer, staff_id: UUID, now: datetime) -> None:
    """Keep one of the staff out, and sign them out everywhere.

    Raises Forbidden, NotFound, and Conflict for oneself and for the last owner.
    """
    doer.require_owner()
    others = await staff_rows.other_owners(session, staff_id)
    line = await _found(session, staff_id)
    if line.disabled_at:
        return
    require_may_be_switched_off(line, by=doer.actor.id, other_owners=others)
    await staff_rows.sign_out(session, staff_id)
    await _switch(session, line, now, act="staff.switched_off", doer=doer, now=now)


async def switch_on(session: AsyncSession, *, doer: Doer, staff_id: UUID, now: datetime) -> None:
    """Let one of the staff in again. Raises Forbidden, NotFound."""
    doer.require_owner()
    line = await _found(session, staff_id)
    if line.disabled_at:
        await _switch(session, line, None, act="staff.switched_on", doer=doer, now=now)


def fields(details: Details) -> dict[str, object]:
    """What a form shows of somebody, by the names of its fields."""
    return {
        "title": details.title,
        "onboarding_limit": details.onboarding_limit,
        "booking_url": details.booking_url,
    }


async def _switch(
    session: AsyncSession, line: StaffLine, at: datetime | None, *, act: str, doer: Doer, now: datetime
) -> None:
    """Customers see their guide only while the guide can come in."""
    await staff_rows.set_disabled(session, line.id, at)
    await audit.record(session, account_id=None, actor=doer.actor, act=Act(act, line.name), now=now)
    await accounts.touch(session, await staff_rows.guided_by(session, line.id))


async def _follow(session: AsyncSession, staff_id: UUID, before: Details, after: Details, now: datetime) -> None:
    """Show customers the new booking page; whether accounts can start depends on what their CSM can carry."""
    if before.booking_url != after.booking_url:
        await accounts.touch(session, await staff_rows.guided_by(session, staff_id))
    if before.onboarding_limit != after.onboarding_limit:
        await load_changed(session, {staff_id}, now)


async def _found(session: AsyncSession, staff_id: UUID) -> StaffLine:
    found = await staff_rows.find(session, staff_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


async def _told(session: AsyncSession, lines: list[StaffLine]) -> list[StaffLine]:
    """The lines with how many onboardings each has, and the groups that give what they may do."""
    connection = await identity.staff_connection(session)
    groups = groups_by_capability(connection.groups if connection else {})
    carried = await open_by_csm(session)
    return [replace(line, carries=carried.get(line.id, 0), groups=groups) for line in lines]


def _differences(before: Details, after: Details) -> tuple[Mapping[str, str | None], Mapping[str, str | None]]:
    was, became = before.told(), after.told()
    changed = [name for name in was if was[name] != became[name]]
    return {name: was[name] for name in changed}, {name: became[name] for name in changed}
