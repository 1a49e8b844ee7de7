"""Queries on the four duties of an account: who has them, and giving one to somebody else."""

from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import versions
from portal.db.tables import DutyHolder, Stakeholder
from portal.db.upsert import insert as insert_or_leave
from portal.domain.duties import DutyLine
from portal.domain.roles import Duty


async def of_account(session: AsyncSession, account_id: UUID) -> tuple[DutyLine, ...]:
    """Every duty with whoever was entered for it, in their order."""
    same = (Stakeholder.account_id == DutyHolder.account_id) & (Stakeholder.id == DutyHolder.stakeholder_id)
    query = (
        select(
            DutyHolder.duty,
            func.coalesce(Stakeholder.name, ""),
            Stakeholder.title,
            Stakeholder.email,
            DutyHolder.version,
            DutyHolder.edited_by,
        )
        .outerjoin(Stakeholder, same)
        .where(DutyHolder.account_id == account_id)
    )
    found = {row.duty: DutyLine(*row) for row in await session.execute(query)}
    return tuple(found.get(duty, DutyLine(duty)) for duty in Duty)


async def give(
    session: AsyncSession, *, account_id: UUID, duty: Duty, stakeholder_id: UUID | None, version: int, by: str
) -> bool:
    """Give a duty to somebody, or to nobody, unless it has changed since that version; whether it held."""
    keys: dict[str, UUID | str | int] = {"account_id": account_id, "duty": duty}
    holder = {"stakeholder_id": stakeholder_id}
    if version:
        return await versions.change(session, DutyHolder, keys, version=version, values=holder, by=by)
    adding = insert_or_leave(session, DutyHolder).values({**keys, **holder, "version": 1, "edited_by": by})
    added = await session.execute(adding.on_conflict_do_nothing().returning(DutyHolder.version))
    return added.one_or_none() is not None


async def stakeholder(session: AsyncSession, *, account_id: UUID, name: str, title: str, email: str) -> UUID:
    """The stakeholder of that name, new where there was none; title and address are as given from now on."""
    about = {"title": title or None, "email": email or None}
    same = (Stakeholder.account_id == account_id) & (func.lower(Stakeholder.name) == func.lower(name))
    found = await session.scalar(select(Stakeholder.id).where(same).order_by(Stakeholder.id).limit(1))
    if found is None:
        found = uuid4()
        await session.execute(
            insert(Stakeholder).values({"id": found, "account_id": account_id, "name": name, **about})
        )
    else:
        await session.execute(update(Stakeholder).where(Stakeholder.id == found).values(about))
    return found
