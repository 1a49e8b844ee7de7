"""Which letters a person has to be taken out of: their own, and those that tell others of them."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.tables import Delivery, Invitation, TeamNote
from portal.domain.deliveries import State

FINISHED = (State.SENT, State.NOT_SENT, State.RETURNED)


async def letters_about(
    session: AsyncSession, *, account_id: UUID, member_id: UUID, name: str, email: str | None
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The letters that go with a person, and, once those are gone, the ones that stay without what they told.

    A letter to somebody else stays if it is finished, because what was sent once must not be sent again; one that
    has not gone out yet goes, because it would tell of the person.
    """
    notes = await _ids(session, select(TeamNote.id).where(TeamNote.from_id == member_id))
    sent = await _ids(session, select(Invitation.id).where(Invitation.by_id == member_id))
    accepted = await _ids(session, select(Invitation.id).where(Invitation.accepted_by_id == member_id))
    of, facts = Delivery, Delivery.facts
    here = of.account_id == account_id
    invited = and_(of.member_id.is_(None), of.staff_id.is_(None), func.lower(of.email) == (email or "").lower())
    own = or_(of.member_id == member_id, invited, facts["invitation_id"].as_string().in_(accepted))
    named = or_(
        facts["note_id"].as_string().in_(notes),
        facts["invitation_id"].as_string().in_(sent),
        facts["waits_on"].as_string() == name,
    )
    finished = of.state.in_(FINISHED)
    return and_(here, or_(own, and_(named, ~finished))), and_(here, named, finished)


async def _ids(session: AsyncSession, query: Select[*tuple[UUID]]) -> list[str]:
    """Ids as they stand in facts."""
    return [str(one) for one in await session.scalars(query)]
