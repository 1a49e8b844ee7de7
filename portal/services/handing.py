"""Turning to a colleague: handing a milestone over, asking for help, reminding whom it waits on."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import colleagues, team_notes
from portal.domain.errors import Conflict, NotFound
from portal.domain.notes import NoteKind
from portal.domain.playbook import Scope
from portal.domain.wording import phrase
from portal.ingest import Climber, act

REACHED = phrase("This milestone is done already. There is nothing left to hand over.")
OWN = phrase("This milestone is each person's own, so nobody can do it for you. Ask a colleague to help instead.")
YOURSELF = phrase("That is you. Choose somebody else on your team.")
STRANGER = phrase("This person is not on your team any more. Choose somebody else.")
NOBODY = phrase("Nobody on your team is waited on here, so there is nobody to remind.")
TODAY = phrase("Somebody reminded them today already. Give them until tomorrow.")


async def hand_over(session: AsyncSession, climber: Climber, *, to: UUID, note: str) -> None:
    """Ask a colleague to take a shared milestone on. Raises Conflict where that makes no sense, NotFound."""
    if climber.at.state.reached:
        raise Conflict(REACHED)
    if climber.milestone.scope is Scope.MEMBER:
        raise Conflict(OWN)
    await _turn_to(session, climber, NoteKind.HANDOVER, to, note)


async def ask(session: AsyncSession, climber: Climber, *, to: UUID, note: str) -> None:
    """Ask a colleague for help with a milestone. Raises NotFound where they are not on the team."""
    await _turn_to(session, climber, NoteKind.HELP, to, note)


async def remind(session: AsyncSession, climber: Climber) -> None:
    """Remind the colleague whom the milestone waits on. Raises Conflict where that is nobody, or was done today."""
    blocked = climber.at.blocked
    if blocked is None or blocked.member_id is None:
        raise Conflict(NOBODY)
    if not blocked.may_remind(climber.now):
        raise Conflict(TODAY)
    await act(session, climber, "Blocker Reminded")
    await _write(session, climber, NoteKind.REMINDER, blocked.member_id, blocked.why)


async def _turn_to(session: AsyncSession, climber: Climber, kind: NoteKind, to: UUID, note: str) -> None:
    if to == climber.member.id:
        raise Conflict(YOURSELF)
    if await colleagues.name_of(session, account_id=climber.member.account_id, member_id=to) is None:
        raise NotFound(STRANGER)
    await act(
        session, climber, "Milestone Handed Over" if kind is NoteKind.HANDOVER else "Help Asked", to=str(to), note=note
    )
    await _write(session, climber, kind, to, note)


async def _write(session: AsyncSession, climber: Climber, kind: NoteKind, to: UUID, note: str) -> None:
    await team_notes.add(
        session,
        account_id=climber.member.account_id,
        milestone_id=climber.milestone.id,
        kind=kind,
        from_id=climber.member.id,
        to_member_id=to,
        note=note,
        now=climber.now,
    )
