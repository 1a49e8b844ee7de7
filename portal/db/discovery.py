"""Queries on answers to discovery questions, and the profiles they make."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Executable, Select, Uuid, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.base import table_of
from portal.db.bulk import insert_many
from portal.db.prepared import Prepared
from portal.db.tables import Account, Answer, Member
from portal.db.upsert import Insert
from portal.domain.playbook import Catalogue
from portal.domain.profile import Profile, profile_of

Rows = Select[*tuple[Any, ...]]

ANSWERS: Final = table_of(Answer)


@dataclass(frozen=True, slots=True)
class Given:
    """An account's answer to a question by option ids, with the member who gave it last."""

    chosen: tuple[str, ...]
    by_id: UUID | None
    by: str | None
    at: datetime


async def profile(session: AsyncSession, *, catalogue: Catalogue, account_id: UUID) -> Profile:
    """What is known of an account."""
    rows = await _profile.rows(session, account=account_id)
    return _profiles(rows, catalogue).get(account_id, Profile())


async def profiles(session: AsyncSession, *, catalogue: Catalogue, accounts: Collection[UUID]) -> dict[UUID, Profile]:
    """What is known of each of the accounts that exist, in one query."""
    return _profiles((await session.execute(_known().where(Account.id.in_(accounts)))).all(), catalogue)


@Prepared
def _profile() -> Rows:
    return _known().where(Account.id == bindparam("account", type_=Uuid()))


def _known() -> Rows:
    columns = (Account.id, Account.industry, Account.seats, Answer.question, Answer.chosen)
    return select(*columns).outerjoin(Answer, Answer.account_id == Account.id)


def _profiles(rows: Sequence[Any], catalogue: Catalogue) -> dict[UUID, Profile]:
    records: dict[UUID, tuple[str | None, int | None]] = {}
    answers: dict[UUID, dict[str, list[str]]] = {}
    for account, industry, seats, question, chosen in rows:
        records[account] = industry, seats
        answers.setdefault(account, {}).update({question: chosen} if question else {})
    questions = catalogue.questions.values()
    return {account: profile_of(*records[account], answers[account], questions) for account in records}


async def answers_of(session: AsyncSession, account_id: UUID) -> dict[str, Given]:
    """An account's answers by question."""
    query = (
        select(Answer.question, Answer.chosen, Answer.answered_by, Member.name, Answer.at)
        .outerjoin(Member, (Member.account_id == Answer.account_id) & (Member.id == Answer.answered_by))
        .where(Answer.account_id == account_id)
    )
    return {question: Given(tuple(chosen), *given) for question, chosen, *given in await session.execute(query)}


async def set_answers(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Store answers, `chosen` as JSON text; one that was given before what is stored changes nothing."""
    await insert_many(session, ANSWERS, rows, _if_later)


def _if_later(insert: Insert) -> Executable:
    old, new = ANSWERS.c, insert.excluded
    return insert.on_conflict_do_update(
        index_elements=list(ANSWERS.primary_key),
        set_={name: new[name] for name in ("chosen", "answered_by", "at", "event_id")},
        where=or_(new.at > old.at, and_(new.at == old.at, new.event_id > old.event_id)),
    )
