"""The handoff from sales, as the vendor's CRM keeps it."""

from typing import Annotated

from fastapi import APIRouter, Response

from portal.domain import handoff
from portal.services import handoff_records
from portal.web.routes.api.answers import READS, answer, writes
from portal.web.routes.api.fields import Address, Day, Given, Line, Link, Name, Shown, Text, optional
from portal.web.routes.api.resource import MERGE, Reading, Writing, reading, writing

router = APIRouter(prefix="/api/v1/accounts/{account}/handoff", tags=["handoffs"])
Reader = Annotated[Reading, reading("handoffs:read")]
Writer = Annotated[Writing, writing("handoffs:write")]


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
async def one(asked: Reader) -> Response:
    """Read an account's handoff."""
    return answer(asked.request, Handoff.model_validate(await handoff_records.show(asked.session, asked.account_id)))


@router.put("", response_model=Handoff, responses=writes(Handoff, creates=True))
async def put(asked: Writer, sent: HandoffGiven) -> Response:
    """Hand an account over, or update its handoff. Forms that are open in the portal learn of it."""
    before = await handoff_records.taken(asked.session, asked.account_id)
    asked.conditions.require(Handoff.model_validate(before) if before else None)
    return await _kept(asked, sent, before)


@router.patch("", response_model=Handoff, responses=writes(Handoff, creates=False))
async def patch(asked: Writer, sent: Annotated[HandoffPatch, MERGE]) -> Response:
    """Change some fields of a handoff."""
    await handoff_records.taken(asked.session, asked.account_id)
    before = await handoff_records.show(asked.session, asked.account_id)
    asked.conditions.require(Handoff.model_validate(before), needed=True)
    return await _kept(asked, sent, before)


async def _kept(asked: Writing, sent: Given, before: handoff.Handoff | None) -> Response:
    after = await handoff_records.keep(
        asked.session, sent.given(), account_id=asked.account_id, before=before, actor=asked.key, now=asked.now
    )
    return answer(asked.request, Handoff.model_validate(after), created=before is None)
