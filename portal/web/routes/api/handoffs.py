"""The handoff from sales, as the vendor's CRM keeps it."""

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response

from portal.domain.audit import Actor
from portal.services import account_records, handoff_records
from portal.web.deps import NowDep, ReaderDep, SessionDep
from portal.web.routes.api.answers import READS, ConditionsDep, answer, writes
from portal.web.routes.api.fields import AccountId, Address, Day, Given, Line, Link, Name, Shown, Text, optional
from portal.web.routes.api.keys import may

router = APIRouter(prefix="/api/v1/accounts/{account}/handoff", tags=["handoffs"])
Reader = Annotated[Actor, may("handoffs:read")]
Writer = Annotated[Actor, may("handoffs:write")]


class Handoff(Shown):
    """What sales handed over, and since when. Who has which duty stands with the stakeholders."""

    received_on: Day
    deal_drivers: str
    sales_name: str | None
    sales_email: str | None
    promises: str | None
    technical_requirements: str | None
    hub_url: str | None
    handoff_meeting_on: Day | None
    success_metric: str | None
    go_no_go: str | None
    decides_go_live: str | None


class HandoffGiven(Given):
    """What sales knows. Targets are agreed with the customer in the portal."""

    deal_drivers: Text
    sales_name: Name | None = None
    sales_email: Address | None = None
    promises: Text | None = None
    technical_requirements: Text | None = None
    hub_url: Link | None = None
    handoff_meeting_on: Day | None = None
    success_metric: Line | None = None
    go_no_go: Text | None = None
    decides_go_live: Name | None = None


class HandoffPatch(HandoffGiven):
    """What to change about a handoff; null clears a field."""

    deal_drivers: Text = optional()


@router.get("", response_model=Handoff, responses=READS)
async def one(request: Request, session: ReaderDep, _key: Reader, account: AccountId) -> Response:
    """Read an account's handoff."""
    account_id = await account_records.id_of(session, account)
    return answer(request, Handoff.model_validate(await handoff_records.show(session, account_id)))


@router.put("", response_model=Handoff, responses=writes(Handoff, creates=True))
async def put(
    request: Request,
    session: SessionDep,
    *,
    key: Writer,
    now: NowDep,
    conditions: ConditionsDep,
    account: AccountId,
    sent: HandoffGiven,
) -> Response:
    """Hand an account over, or update its handoff. Forms that are open in the portal learn of it."""
    account_id = await account_records.id_of(session, account)
    before = await handoff_records.taken(session, account_id)
    conditions.require(Handoff.model_validate(before) if before else None)
    after = await handoff_records.keep(session, sent.given(), account_id=account_id, before=before, actor=key, now=now)
    return answer(request, Handoff.model_validate(after), created=before is None)


@router.patch("", response_model=Handoff, responses=writes(Handoff, creates=False))
async def patch(
    request: Request,
    session: SessionDep,
    *,
    key: Writer,
    now: NowDep,
    conditions: ConditionsDep,
    account: AccountId,
    sent: Annotated[HandoffPatch, Body(media_type="application/merge-patch+json")],
) -> Response:
    """Change some fields of a handoff."""
    account_id = await account_records.id_of(session, account)
    await handoff_records.taken(session, account_id)
    before = await handoff_records.show(session, account_id)
    conditions.require(Handoff.model_validate(before), needed=True)
    after = await handoff_records.keep(session, sent.given(), account_id=account_id, before=before, actor=key, now=now)
    return answer(request, Handoff.model_validate(after))
