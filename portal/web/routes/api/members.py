"""Members of an account, as the vendor's CRM and product know them."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from portal.domain.records import MemberRecord
from portal.domain.roles import Role
from portal.services import member_records
from portal.web.routes.api.answers import READS, Page, TurnDep, writes
from portal.web.routes.api.fields import Address, ExternalId, Given, Moment, Name, Shown, optional
from portal.web.routes.api.resource import MERGE, Reading, Resource, Writing, reading, writing

router = APIRouter(prefix="/api/v1/accounts/{account}/members", tags=["members"])
Reader = Annotated[Reading, reading("members:read")]
Writer = Annotated[Writing, writing("members:write")]


class Member(Shown):
    """A person of an account.

    `fixed` are the fields that the sign-in or an admin decides: what you send for them changes nothing.
    """

    id: UUID
    external_id: str | None
    name: str
    email: str | None
    role: Role
    pilot: bool
    active: bool
    fixed: tuple[str, ...]
    created_at: Moment


class MemberGiven(Given):
    """What to know of a member."""

    name: Name
    email: Address | None = None
    role: Role = Role.OPERATOR
    pilot: Annotated[bool, Field(strict=True)] = False


class MemberPatch(MemberGiven):
    """What to change about a member; null clears the e-mail."""

    name: Name = optional()


MEMBERS: Final = Resource(member_records, MemberRecord, Member)


@router.get("", response_model=Page[Member], responses=READS)
async def every(asked: Reader, turn: TurnDep) -> Response:
    """List an account's members, in a fixed order, those who were switched off among them."""
    return await MEMBERS.every(asked, turn)


@router.get("/{external_id}", response_model=Member, responses=READS)
async def one(asked: Reader, external_id: ExternalId) -> Response:
    """Read a member."""
    return await MEMBERS.one(asked, external_id)


@router.put("/{external_id}", response_model=Member, responses=writes(Member, creates=True))
async def put(asked: Writer, external_id: ExternalId, sent: MemberGiven) -> Response:
    """Create or update a member. Somebody without an external id is found by their e-mail, and gets this one."""
    found = await member_records.taken(
        asked.session, account_id=asked.account_id, external_id=external_id, email=sent.email
    )
    return await MEMBERS.keep(asked, external_id, sent, before=found)


@router.patch("/{external_id}", response_model=Member, responses=writes(Member, creates=False))
async def patch(asked: Writer, external_id: ExternalId, sent: Annotated[MemberPatch, MERGE]) -> Response:
    """Change some fields of a member."""
    return await MEMBERS.patch(asked, external_id, sent)
