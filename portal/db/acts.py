"""What members did with milestones besides their steps. Written only under the lock of their account."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Select,
    String,
    Table,
    Uuid,
    and_,
    bindparam,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.base import table_of
from portal.db.blockers import usual_wait
from portal.db.bulk import Clause, insert_many
from portal.db.prepared import Prepared
from portal.db.tables import Blocker, CoachBooking, Feedback, Handover, Member, Snooze
from portal.db.upsert import Insert
from portal.domain import acts
from portal.domain.acts import Acts
from portal.domain.people import SignedInMember
from portal.domain.progress import MilestoneProgress

Row = dict[str, Any]

BLOCKERS: Final = table_of(Blocker)
SNOOZES: Final = table_of(Snooze)
HANDOVERS: Final = table_of(Handover)
FEEDBACK: Final = table_of(Feedback)
BOOKINGS: Final = table_of(CoachBooking)


async def block(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Note on whom milestones wait; what began before the wait that is stored changes nothing."""
    await insert_many(session, BLOCKERS, rows, _IF_BLOCKED_LATER)


async def remind(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Note that people were reminded; the latest moment stays."""
    await insert_many(session, BLOCKERS, rows, _LATEST_REMINDER)


async def unblock(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Note that waits ended; the latest moment stays."""
    await insert_many(session, BLOCKERS, rows, _LATEST_END)


async def snooze(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Put milestones off, or go on with them; the latest word of a member stands."""
    await insert_many(session, SNOOZES, rows, _IF_SNOOZED_LATER)


async def hand_over(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Note whom milestones were handed to; the latest stands."""
    await insert_many(session, HANDOVERS, rows, _IF_HANDED_OVER_LATER)


async def give_feedback(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Keep what members think of milestones; their latest word stands."""
    await insert_many(session, FEEDBACK, rows, _IF_GIVEN_LATER)


async def book(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Note when members meet their guide; the latest booking stands."""
    await insert_many(session, BOOKINGS, rows, _IF_BOOKED_LATER)


async def acts_of(session: AsyncSession, *, member: SignedInMember, at: MilestoneProgress) -> Acts:
    """What was done with a milestone of a member, and where it is blocked, how long such a wait usually is."""
    done = await _acts(session, member, at.milestone.id)
    return replace(done, usual_wait=await usual_wait(session, at.milestone.id)) if at.blocked else done


async def _acts(session: AsyncSession, member: SignedInMember, milestone_id: str) -> Acts:
    row = await _done.row(session, account=member.account_id, member=member.id, milestone=milestone_id)
    # Whoever looks at a draft of the playbook climbs as nobody.
    if row is None:
        return Acts()
    return Acts(
        handover=acts.Handover(*row[:6]) if row[0] else None,
        help=acts.Handover(*row[6:12]) if row[6] else None,
        feedback=acts.Feedback(*row[12:15]) if row[12] else None,
        session=acts.CoachSession(*row[15:]) if row[15] else None,
    )


@Prepared
def _done() -> Select[*tuple[Any, ...]]:
    """Everything in one row, for an `account`, a `member` and a `milestone`."""
    account, member = bindparam("account", type_=Uuid()), bindparam("member", type_=Uuid())
    given, asked = aliased(Handover), aliased(Handover)
    to, by, helper = aliased(Member), aliased(Member), aliased(Member)
    return (
        select(
            *(to.name, given.to_id, by.name, given.by_id, given.note, given.at),
            *(helper.name, asked.to_id, Member.name, asked.by_id, asked.note, asked.at),
            *(Feedback.thumb, Feedback.comment, Feedback.at),
            *(CoachBooking.starts_at, CoachBooking.event_id),
        )
        .select_from(Member)
        .outerjoin(given, _at(given, account, account))
        .outerjoin(to, and_(to.account_id == account, to.id == given.to_id))
        .outerjoin(by, and_(by.account_id == account, by.id == given.by_id))
        .outerjoin(asked, _at(asked, account, member))
        .outerjoin(helper, and_(helper.account_id == account, helper.id == asked.to_id))
        .outerjoin(Feedback, _at(Feedback, account, member))
        .outerjoin(CoachBooking, _at(CoachBooking, account, member))
        .where(Member.account_id == account, Member.id == member)
    )


def _at(
    table: type[Feedback | Handover | CoachBooking], account: BindParameter[UUID], subject: BindParameter[UUID]
) -> ColumnElement[bool]:
    milestone = table.milestone_id == bindparam("milestone", type_=String())
    return and_(table.account_id == account, table.subject_id == subject, milestone)


def _if_later(table: Table, moment: str, insert: Insert) -> Executable:
    """Replace what is stored where the new row is later: by its moment, then by its event."""
    old, new = table.c, insert.excluded
    later = and_(new[moment] == old[moment], new.event_id > old.event_id)
    columns = [column.name for column in table.c if not column.primary_key and column.name not in _GROWING]
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: new[name] for name in columns},
        where=or_(old[moment].is_(None), new[moment] > old[moment], later),
    )


def _latest(name: str, insert: Insert) -> Executable:
    """Keep the later of two moments; None is before all others."""
    old, new = BLOCKERS.c[name], insert.excluded[name]
    return insert.on_conflict_do_update(
        index_elements=list(BLOCKERS.primary_key), set_={name: new}, where=or_(old.is_(None), new > old)
    )


_GROWING = {"reminded_at", "ended_at"}
_IF_BLOCKED_LATER: Clause = partial(_if_later, BLOCKERS, "since")
_LATEST_REMINDER: Clause = partial(_latest, "reminded_at")
_LATEST_END: Clause = partial(_latest, "ended_at")
_IF_SNOOZED_LATER: Clause = partial(_if_later, SNOOZES, "at")
_IF_HANDED_OVER_LATER: Clause = partial(_if_later, HANDOVERS, "at")
_IF_GIVEN_LATER: Clause = partial(_if_later, FEEDBACK, "at")
_IF_BOOKED_LATER: Clause = partial(_if_later, BOOKINGS, "at")
