"""How far an account's people have climbed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from portal.domain.audit import Actor
from portal.domain.roles import Role
from portal.services import account_records, progress_records
from portal.services.progress_records import MemberProgress
from portal.web.deps import PortalDep, ReaderDep
from portal.web.routes.api.answers import READS, Page, TurnDep
from portal.web.routes.api.fields import AccountId, Moment, Shown
from portal.web.routes.api.keys import may

router = APIRouter(prefix="/api/v1/accounts/{account}/progress", tags=["progress"])
Reader = Annotated[Actor, may("progress:read")]


class Milestone(Shown):
    """A milestone that was reached, and when."""

    id: str
    title: str
    at: Moment


class Progress(Shown):
    """A member's climb: the milestones they or their account reached, of `total`; `next` is the one they are on."""

    member: UUID
    external_id: str | None
    name: str
    role: Role
    total: int
    reached: tuple[Milestone, ...]
    next: str | None


@router.get("", response_model=Page[Progress], responses=READS)
async def every(
    request: Request, session: ReaderDep, _key: Reader, *, portal: PortalDep, turn: TurnDep, account: AccountId
) -> Response:
    """List how far each member of an account is on their ladder."""
    account_id = await account_records.id_of(session, account)
    rows = await progress_records.page(
        session, playbook=portal.playbook, account_id=account_id, after=turn.after, limit=turn.limit + 1
    )
    return turn.page(request, rows, _shown, lambda row: row.member.known_id)


def _shown(climb: MemberProgress) -> Progress:
    return Progress(
        member=climb.member.known_id,
        external_id=climb.member.external_id,
        name=climb.member.name,
        role=climb.member.role,
        total=climb.total,
        reached=tuple(Milestone.model_validate(one) for one in climb.reached),
        next=climb.next,
    )
