"""Members of an account, as the vendor's CRM and product know them."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response
from pydantic import Field

from portal.domain.audit import Actor
from portal.domain.records import MemberRecord
from portal.domain.roles import Role
from portal.services import account_records, member_records
from portal.web.deps import NowDep, ReaderDep, SessionDep
from portal.web.routes.api.answers import READS, ConditionsDep, Page, TurnDep, answer, writes
from portal.web.routes.api.fields import AccountId, Address, ExternalId, Given, Moment, Name, Shown, optional
from portal.web.routes.api.keys import may

router = APIRouter(prefix="/api/v1/accounts/{account}/members", tags=["members"])
Reader = Annotated[Actor, may("members:read")]
Writer = Annotated[Actor, may("members:write")]


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


@router.get("", response_model=Page[Member], responses=READS)
async def every(request: Request, session: ReaderDep, _key: Reader, turn: TurnDep, account: AccountId) -> Response:
    """List an account's members, in a fixed order, those who were switched off among them."""
    account_id = await account_records.id_of(session, account)
    rows = await member_records.page(session, account_id=account_id, after=turn.after, limit=turn.limit + 1)
    return turn.page(request, rows, Member.model_validate, lambda row: row.known_id)


@router.get("/{external_id}", response_model=Member, responses=READS)
async def one(
    request: Request, session: ReaderDep, _key: Reader, account: AccountId, external_id: ExternalId
) -> Response:
    """Read a member."""
    account_id = await account_records.id_of(session, account)
    found = await member_records.show(session, account_id=account_id, external_id=external_id)
    return answer(request, Member.model_validate(found))


@router.put("/{external_id}", response_model=Member, responses=writes(Member, creates=True))
async def put(
    request: Request,
    session: SessionDep,
    *,
    key: Writer,
    now: NowDep,
    conditions: ConditionsDep,
    account: AccountId,
    external_id: ExternalId,
    sent: MemberGiven,
) -> Response:
    """Create or update a member. Somebody without an external id is found by their e-mail, and gets this one."""
    account_id = await account_records.id_of(session, account)
    before = await member_records.taken(session, account_id=account_id, external_id=external_id, email=sent.email)
    conditions.require(Member.model_validate(before) if before else None)
    given = {"external_id": external_id, **sent.given()}
    record = replace(before, **given) if before else MemberRecord(**given)
    after = await member_records.keep(session, record, account_id=account_id, before=before, actor=key, now=now)
    return answer(request, Member.model_validate(after), created=before is None)


@router.patch("/{external_id}", response_model=Member, responses=writes(Member, creates=False))
async def patch(
    request: Request,
    session: SessionDep,
    *,
    key: Writer,
    now: NowDep,
    conditions: ConditionsDep,
    account: AccountId,
    external_id: ExternalId,
    sent: Annotated[MemberPatch, Body(media_type="application/merge-patch+json")],
) -> Response:
    """Change some fields of a member."""
    account_id = await account_records.id_of(session, account)
    await member_records.taken(session, account_id=account_id, external_id=external_id)
    before = await member_records.show(session, account_id=account_id, external_id=external_id)
    conditions.require(Member.model_validate(before), needed=True)
    record = replace(before, **sent.given())
    after = await member_records.keep(session, record, account_id=account_id, before=before, actor=key, now=now)
    return answer(request, Member.model_validate(after))
