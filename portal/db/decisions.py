"""Queries on decisions: as they stand, as they stood, and who knows of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import upsert, versions
from portal.db.tables import Decision, DecisionReader, DecisionText, Member, Onboarding, Staff, Stakeholder
from portal.domain import decision_log
from portal.domain.decision_log import Former, Person, Reader, Wording
from portal.domain.roles import Role


async def page(
    session: AsyncSession, account_id: UUID, *, sought: str = "", after: tuple[date, UUID] | None = None, limit: int
) -> list[decision_log.Decision]:
    """Decisions of an account, the latest first: those that say `sought`, after one of the day and id `after`."""
    query = _decisions(account_id).limit(limit)
    if sought:
        query = query.where(Decision.search.contains(sought.casefold(), autoescape=True))
    if after:
        query = query.where(tuple_(Decision.decided_on, Decision.id) < tuple_(*after))
    return await _whole(session, account_id, (await session.execute(query)).all())


async def between(session: AsyncSession, account_id: UUID, first: date, last: date) -> list[decision_log.Decision]:
    """What was decided from one day to another, both included, the latest first."""
    query = _decisions(account_id).where(Decision.decided_on.between(first, last))
    return await _whole(session, account_id, (await session.execute(query)).all())


async def find(session: AsyncSession, *, account_id: UUID, decision_id: UUID) -> decision_log.Decision | None:
    """A decision of an account; None where there is none of that id."""
    rows = (await session.execute(_decisions(account_id).where(Decision.id == decision_id))).all()
    return next(iter(await _whole(session, account_id, rows)), None)


async def add(session: AsyncSession, *, account_id: UUID, says: Wording, by: str, now: datetime) -> UUID:
    """Keep a new decision; its id."""
    values = {**_values(says, now), "account_id": account_id, "edited_by": by}
    return (await session.execute(insert(Decision).values(values).returning(Decision.id))).scalar_one()


async def change(
    session: AsyncSession, *, account_id: UUID, before: decision_log.Decision, says: Wording, by: str, now: datetime
) -> None:
    """Let a decision say something else; its former text is kept, and nobody has been told the new one yet."""
    keys: dict[str, UUID | str | int] = {"account_id": account_id, "id": before.id}
    await versions.change(session, Decision, keys, version=before.version, values=_values(says, now), by=by)
    if says == before.says:
        return
    of, about = {"account_id": account_id, "decision_id": before.id}, {"version": before.version}
    by_whom = {"edited_by": before.edited_by, "edited_at": before.edited_at}
    await session.execute(insert(DecisionText).values({**of, **about, **_says(before.says), **by_whom}))
    told = update(DecisionReader).where(*_readers_of(account_id, before.id)).values(told_on=None, told_by=None)
    await session.execute(told.execution_options(synchronize_session=False))


async def set_readers(session: AsyncSession, *, account_id: UUID, decision_id: UUID, names: Collection[str]) -> None:
    """Say who has to know of a decision; whoever has been told stays noted."""
    here = _readers_of(account_id, decision_id)
    gone = delete(DecisionReader).where(*here, DecisionReader.name.not_in(names), DecisionReader.told_on.is_(None))
    await session.execute(gone)
    rows = [{"account_id": account_id, "decision_id": decision_id, "name": name} for name in names]
    if rows:
        await session.execute(upsert.insert(session, DecisionReader).values(rows).on_conflict_do_nothing())


async def tell(session: AsyncSession, *, account_id: UUID, decision_id: UUID, name: str, on: date, by: str) -> bool:
    """Note that somebody has been told; whether they had to be, and had not."""
    here = _readers_of(account_id, decision_id)
    statement = update(DecisionReader).where(*here, DecisionReader.name == name, DecisionReader.told_on.is_(None))
    told = statement.values(told_on=on, told_by=by).returning(DecisionReader.name)
    return (await session.scalar(told.execution_options(synchronize_session=False))) is not None


async def people(session: AsyncSession, account_id: UUID) -> tuple[Person, ...]:
    """Whoever is offered to be told: the account's stakeholders, its admins who have not left, and its CSM."""
    csm = select(Staff.name, Staff.email).join(Onboarding, Onboarding.csm_id == Staff.id)
    stakeholders = select(Stakeholder.name, Stakeholder.email).order_by(Stakeholder.name, Stakeholder.id)
    admins = select(Member.name, Member.email).where(Member.role == Role.ADMIN, Member.disabled_at.is_(None))
    everybody = (
        stakeholders.where(Stakeholder.account_id == account_id),
        admins.where(Member.account_id == account_id).order_by(Member.name, Member.id),
        csm.where(Onboarding.account_id == account_id),
    )
    return decision_log.each_once([Person(*row) for query in everybody for row in await session.execute(query)])


def _decisions(account_id: UUID) -> Select[*tuple[Any, ...]]:
    query = select(
        Decision.id,
        Decision.what,
        Decision.why,
        Decision.decided_by,
        Decision.decided_on,
        Decision.version,
        Decision.edited_by,
        Decision.edited_at,
    )
    latest = query.order_by(Decision.decided_on.desc(), Decision.id.desc())
    return latest.where(Decision.account_id == account_id)


async def _whole(
    session: AsyncSession, account_id: UUID, rows: Sequence[Row[*tuple[Any, ...]]]
) -> list[decision_log.Decision]:
    ids = [row.id for row in rows]
    readers, former = await _readers(session, account_id, ids), await _former(session, account_id, ids)
    return [
        decision_log.Decision(
            id=row.id,
            says=Wording(row.what, row.why, row.decided_by, row.decided_on),
            version=row.version,
            edited_by=row.edited_by,
            edited_at=row.edited_at,
            readers=tuple(readers[row.id]),
            former=tuple(former[row.id]),
        )
        for row in rows
    ]


def _readers_of(account_id: UUID, decision_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return DecisionReader.account_id == account_id, DecisionReader.decision_id == decision_id


async def _readers(session: AsyncSession, account_id: UUID, ids: Sequence[UUID]) -> dict[UUID, list[Reader]]:
    of = DecisionReader
    query = select(of.decision_id, of.name, of.told_on, of.told_by).order_by(of.told_on, of.name)
    found: dict[UUID, list[Reader]] = defaultdict(list)
    for row in await session.execute(query.where(of.account_id == account_id, of.decision_id.in_(ids))):
        found[row.decision_id].append(Reader(row.name, row.told_on, row.told_by))
    return found


async def _former(session: AsyncSession, account_id: UUID, ids: Sequence[UUID]) -> dict[UUID, list[Former]]:
    of = DecisionText
    columns = (of.decision_id, of.version, of.what, of.why, of.decided_by, of.decided_on, of.edited_by, of.edited_at)
    query = select(*columns).where(of.account_id == account_id, of.decision_id.in_(ids)).order_by(of.version.desc())
    found: dict[UUID, list[Former]] = defaultdict(list)
    for row in await session.execute(query):
        says = Wording(row.what, row.why, row.decided_by, row.decided_on)
        found[row.decision_id].append(Former(row.version, says, row.edited_by, row.edited_at))
    return found


def _says(says: Wording) -> dict[str, Any]:
    return {"what": says.what, "why": says.why, "decided_by": says.decided_by, "decided_on": says.decided_on}


def _values(says: Wording, now: datetime) -> dict[str, Any]:
    return {**_says(says), "search": says.search, "edited_at": now}
