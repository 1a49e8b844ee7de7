"""Queries on the ledger of deliveries: added where something happened, and moved on by whoever sends them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import upsert
from portal.db.base import table_of
from portal.db.bulk import insert_many, or_ignore
from portal.db.tables import Delivery as DeliveryRow
from portal.db.tables import SuppressedAddress
from portal.domain.deliveries import Audience, Delivery, News, Reason, Recipient, State
from portal.domain.preferences import Channel

LEDGER: Final = table_of(DeliveryRow)
LONGEST: Final = 500

COLUMNS: Final = (
    DeliveryRow.id,
    DeliveryRow.account_id,
    DeliveryRow.member_id,
    DeliveryRow.staff_id,
    DeliveryRow.email,
    DeliveryRow.channel,
    DeliveryRow.topic,
    DeliveryRow.state,
    DeliveryRow.attempts,
    DeliveryRow.next_at,
    DeliveryRow.reason,
    DeliveryRow.letter,
    DeliveryRow.subject,
    DeliveryRow.facts,
    DeliveryRow.created_at,
    DeliveryRow.sent_at,
)
"""What `read` needs."""


class LetterTime(NamedTuple):
    """A letter that went out, or is about to, and when."""

    letter: UUID
    at: datetime


async def add(session: AsyncSession, news: Sequence[News], *, now: datetime) -> None:
    """Put what happened into the ledger, to be sent by e-mail; what is in it already stays as it is."""
    await insert_many(session, LEDGER, [_row(one, now) for one in sorted(news, key=lambda one: one.key)], or_ignore)


async def take_due(session: AsyncSession, *, now: datetime, limit: int) -> list[Delivery]:
    """Everything that is due for the one person who has waited longest. Others wait until the transaction ends."""
    due = and_(DeliveryRow.state == State.WAITING, DeliveryRow.next_at <= now)
    first = select(DeliveryRow.id, DeliveryRow.member_id, DeliveryRow.staff_id, DeliveryRow.email).where(due)
    query = first.order_by(DeliveryRow.next_at, DeliveryRow.id).limit(1).with_for_update(skip_locked=True)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return []
    theirs = _to(recipient(row.member_id, row.staff_id, row.email))
    together = select(*COLUMNS).where(due, theirs).order_by(DeliveryRow.created_at, DeliveryRow.dedupe_key).limit(limit)
    return [read(one) for one in await session.execute(together.with_for_update())]


async def take_interrupted(session: AsyncSession, *, now: datetime) -> list[Delivery]:
    """What somebody was sending who counts as gone by now."""
    gone = and_(DeliveryRow.state == State.SENDING, DeliveryRow.next_at <= now)
    query = select(*COLUMNS).where(gone).with_for_update(skip_locked=True)
    return [read(row) for row in await session.execute(query)]


async def letters_since(session: AsyncSession, to: Recipient, since: datetime) -> list[LetterTime]:
    """The letters to a person since a moment that went out, may have, or are about to; not those they waited for."""
    at = func.coalesce(DeliveryRow.sent_at, DeliveryRow.next_at)
    left = or_(DeliveryRow.state.in_([State.SENDING, State.SENT]), DeliveryRow.reason == Reason.INTERRUPTED)
    query = select(DeliveryRow.letter, DeliveryRow.topic, func.max(at)).where(_to(to), left, at >= since)
    rows = await session.execute(query.group_by(DeliveryRow.letter, DeliveryRow.topic))
    found = {letter: moment for letter, topic, moment in rows if letter and not topic.transactional}
    return [LetterTime(letter, moment) for letter, moment in found.items()]


async def move(session: AsyncSession, ids: Collection[UUID], **values: Any) -> None:  # noqa: ANN401 - any column
    """Change deliveries that the transaction has taken."""
    await session.execute(update(DeliveryRow).where(DeliveryRow.id.in_(list(ids))).values(values))


async def leave_behind(session: AsyncSession, letter: UUID) -> None:
    """Let what waits leave a letter that goes out without it: it is told in one of its own."""
    stays = and_(DeliveryRow.letter == letter, DeliveryRow.state == State.WAITING)
    await session.execute(update(DeliveryRow).where(stays).values(letter=None))


async def finish(session: AsyncSession, letter: UUID, **values: Any) -> None:  # noqa: ANN401 - any column
    """Change the deliveries of a letter that is still being sent."""
    of = and_(DeliveryRow.letter == letter, DeliveryRow.state == State.SENDING)
    await session.execute(update(DeliveryRow).where(of).values(values))


async def suppress(session: AsyncSession, email: str, *, reason: Reason, said: str, now: datetime) -> None:
    """Send nothing more to an address."""
    values = {"email": email.lower(), "reason": reason, "said": said[:LONGEST], "at": now}
    await session.execute(upsert.insert(session, SuppressedAddress).values(values).on_conflict_do_nothing())


async def suppressed(session: AsyncSession, email: str) -> Reason | None:
    """Why nothing more is sent to an address; None where letters go there."""
    return await session.scalar(select(SuppressedAddress.reason).where(SuppressedAddress.email == email.lower()))


def recipient(member_id: UUID | None, staff_id: UUID | None, email: str) -> Recipient:
    """Whom the columns of a row name."""
    if member_id:
        return Recipient(Audience.MEMBER, member_id, email)
    return Recipient(Audience.STAFF, staff_id, email) if staff_id else Recipient(Audience.ADDRESS, None, email)


def read(row: Row[*tuple[Any, ...]], beside: Collection[str] = ()) -> Delivery:
    """The delivery in a row with `COLUMNS`; the names in `beside` are of other columns."""
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's own way to a row's names
    to = recipient(row.member_id, row.staff_id, row.email)
    plain = {name: values[name] for name in values if name not in {"member_id", "staff_id", "email", *beside}}
    return Delivery(recipient=to, **plain)


def _to(to: Recipient) -> ColumnElement[bool]:
    match to.audience:
        case Audience.MEMBER:
            return DeliveryRow.member_id == to.id
        case Audience.STAFF:
            return DeliveryRow.staff_id == to.id
        case Audience.ADDRESS:
            return and_(DeliveryRow.email == to.email, DeliveryRow.member_id.is_(None), DeliveryRow.staff_id.is_(None))


def _row(news: News, now: datetime) -> dict[str, Any]:
    to = news.recipient
    return {
        "id": uuid4(),
        "dedupe_key": news.key,
        "account_id": news.account_id,
        "member_id": to.id if to.audience is Audience.MEMBER else None,
        "staff_id": to.id if to.audience is Audience.STAFF else None,
        "email": to.email,
        "channel": Channel.EMAIL,
        "topic": news.topic,
        "state": State.WAITING,
        "attempts": 0,
        "next_at": now,
        "facts": msgspec.json.encode(news.facts).decode(),
        "created_at": now,
    }
