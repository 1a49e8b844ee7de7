"""The named people at a customer, as the vendor's CRM and product know them."""

from functools import partial
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AfterValidator, Field

from portal.domain.records import StakeholderRecord, in_order
from portal.domain.roles import Duty, Part
from portal.services import stakeholder_records
from portal.web.routes.api.answers import READS, Page, TurnDep, writes
from portal.web.routes.api.fields import Address, ExternalId, Given, Name, Shown, Title, optional
from portal.web.routes.api.resource import MERGE, Reading, Resource, Writing, reading, writing

router = APIRouter(prefix="/api/v1/accounts/{account}/stakeholders", tags=["stakeholders"])
Reader = Annotated[Reading, reading("stakeholders:read")]
Writer = Annotated[Writing, writing("stakeholders:write")]
Duties = Annotated[tuple[Duty, ...], Field(max_length=len(Duty)), AfterValidator(partial(in_order, Duty))]
Parts = Annotated[tuple[Part, ...], Field(max_length=len(Part)), AfterValidator(partial(in_order, Part))]


class Stakeholder(Shown):
    """A named person at the customer, a member or not."""

    id: UUID
    external_id: str | None
    name: str
    title: str | None
    email: str | None
    duties: tuple[Duty, ...]
    parts: tuple[Part, ...]


class StakeholderGiven(Given):
    """Who they are, their duties, and the parts they play: each has one person, so whoever had it has it no more."""

    name: Name
    title: Title | None = None
    email: Address | None = None
    duties: Duties = ()
    parts: Parts = ()


class StakeholderPatch(StakeholderGiven):
    """What to change about a stakeholder; null clears the title or the e-mail."""

    name: Name = optional()


STAKEHOLDERS: Final = Resource(stakeholder_records, StakeholderRecord, Stakeholder)


@router.get("", response_model=Page[Stakeholder], responses=READS)
async def every(asked: Reader, turn: TurnDep) -> Response:
    """List an account's stakeholders, in a fixed order."""
    return await STAKEHOLDERS.every(asked, turn)


@router.get("/{external_id}", response_model=Stakeholder, responses=READS)
async def one(asked: Reader, external_id: ExternalId) -> Response:
    """Read a stakeholder."""
    return await STAKEHOLDERS.one(asked, external_id)


@router.put("/{external_id}", response_model=Stakeholder, responses=writes(Stakeholder, creates=True))
async def put(asked: Writer, external_id: ExternalId, sent: StakeholderGiven) -> Response:
    """Create or update a stakeholder. Somebody without an external id is found by their name, and gets this one."""
    found = await stakeholder_records.taken(
        asked.session, account_id=asked.account_id, external_id=external_id, name=sent.name
    )
    return await STAKEHOLDERS.keep(asked, external_id, sent, before=found)


@router.patch("/{external_id}", response_model=Stakeholder, responses=writes(Stakeholder, creates=False))
async def patch(asked: Writer, external_id: ExternalId, sent: Annotated[StakeholderPatch, MERGE]) -> Response:
    """Change some fields of a stakeholder."""
    return await STAKEHOLDERS.patch(asked, external_id, sent)
