"""What an admin changes about colleagues: their role, and whether they may come in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, browsers, team
from portal.domain.audit import Act, Actor
from portal.domain.errors import Conflict, NotFound
from portal.domain.people import SignedInMember
from portal.domain.roles import Role, RoleSource
from portal.domain.team import (
    CHANGED_MEANWHILE,
    Colleague,
    require_admin,
    require_admin_stays,
    require_role_is_ours,
)
from portal.domain.wording import phrase

NO_SUCH: Final = phrase("There is no such person in your account. The list shows everybody there is.")


PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class Everybody:
    """One page of an account's people: of `total` those asked for; `after` leads to the next page, None at the end."""

    people: tuple[Colleague, ...]
    total: int
    q: str
    after: UUID | None


async def everybody(session: AsyncSession, *, member: SignedInMember, q: str, after: UUID | None) -> Everybody:
    """An account's people by name, those who were switched off among them. Raises Forbidden."""
    require_admin(member)
    account_id = member.account_id
    found = await team.colleagues(session, account_id=account_id, q=q, after=after, limit=PAGE + 1, left=True)
    total = await team.count(session, account_id=account_id, q=q, left=True)
    return Everybody(tuple(found[:PAGE]), total, q, found[PAGE - 1].id if len(found) > PAGE else None)


async def change_role(
    session: AsyncSession,
    *,
    member: SignedInMember,
    colleague_id: UUID,
    role: Role,
    seen: Role,
    actor: Actor,
    now: datetime,
) -> Colleague:
    """Give a colleague another role; `seen` is the one the admin had before their eyes.

    Raises Forbidden, NotFound, and Conflict where it changed meanwhile, comes from the identity provider, or the
    account would be left without an admin.
    """
    colleague = await _taken(session, member, colleague_id)
    if colleague.role is not seen:
        raise Conflict(CHANGED_MEANWHILE)
    if role is colleague.role:
        return colleague
    require_role_is_ours(colleague)
    await _require_admin_stays(session, member, colleague)
    act = Act("member.role_changed", colleague.name, before={"role": colleague.role}, after={"role": role})
    return await _change(
        session,
        colleague,
        {"role": role, "role_source": RoleSource.PORTAL},
        member=member,
        actor=actor,
        act=act,
        now=now,
    )


async def switch_off(
    session: AsyncSession, *, member: SignedInMember, colleague_id: UUID, actor: Actor, now: datetime
) -> Colleague:
    """Keep a colleague out; whoever of their browsers is signed in is signed out.

    Raises Forbidden, NotFound, and Conflict for the last admin.
    """
    colleague = await _taken(session, member, colleague_id)
    if colleague.disabled:
        return colleague
    await _require_admin_stays(session, member, colleague)
    await browsers.sign_out(session, account_id=member.account_id, member_id=colleague.id)
    act = Act("member.switched_off", colleague.name)
    return await _change(session, colleague, {"disabled_at": now}, member=member, actor=actor, act=act, now=now)


async def switch_on(
    session: AsyncSession, *, member: SignedInMember, colleague_id: UUID, actor: Actor, now: datetime
) -> Colleague:
    """Let a colleague in again. Raises Forbidden, NotFound."""
    colleague = await _taken(session, member, colleague_id)
    if not colleague.disabled:
        return colleague
    act = Act("member.switched_on", colleague.name)
    return await _change(session, colleague, {"disabled_at": None}, member=member, actor=actor, act=act, now=now)


async def _taken(session: AsyncSession, member: SignedInMember, colleague_id: UUID) -> Colleague:
    """The colleague as they stand once nobody else is changing the account. Raises Forbidden, NotFound."""
    require_admin(member)
    await accounts.take_turn(session, member.account_id)
    acting = await team.find(session, account_id=member.account_id, member_id=member.id)
    if acting is None or acting.role is not Role.ADMIN or acting.disabled:
        raise Conflict(CHANGED_MEANWHILE)
    return await _found(session, member, colleague_id)


async def _found(session: AsyncSession, member: SignedInMember, colleague_id: UUID) -> Colleague:
    found = await team.find(session, account_id=member.account_id, member_id=colleague_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


async def _require_admin_stays(session: AsyncSession, member: SignedInMember, colleague: Colleague) -> None:
    others = await team.other_admins(session, account_id=member.account_id, member_id=colleague.id)
    require_admin_stays(colleague, others)


async def _change(
    session: AsyncSession,
    colleague: Colleague,
    values: dict[str, Any],
    *,
    member: SignedInMember,
    actor: Actor,
    act: Act,
    now: datetime,
) -> Colleague:
    await team.change(session, account_id=member.account_id, member_id=colleague.id, values=values)
    await audit.record(session, account_id=member.account_id, actor=actor, act=act, now=now)
    await accounts.touch(session, [member.account_id])
    return await _found(session, member, colleague.id)
