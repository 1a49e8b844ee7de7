"""An account's own sign-in: prepare it, try it, put it in force. What is in force stays until the new one worked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, connections
from portal.db.identity import ConnectionRow
from portal.domain.audit import Act, Actor
from portal.domain.connections import (
    NO_SECRET,
    Domain,
    Outcome,
    OwnConnection,
    Provider,
    check_own_provider,
    draft_id,
    require_ready,
)
from portal.domain.errors import Forbidden, Invalid, Stale
from portal.domain.people import SignedInMember
from portal.domain.roles import Role
from portal.domain.team import ADMINS_ONLY, require_admin
from portal.domain.versions import fingerprint
from portal.identity.domains import record_name, record_value
from portal.identity.person import Person
from portal.identity.registration import client_secrets
from portal.identity.roles import role_from
from portal.settings import Settings

CHANGES: Final = ("connection.saved", "connection.discarded", "connection.enforced")


@dataclass(frozen=True, slots=True)
class Claim:
    """A domain an account claims, and the record that proves it."""

    domain: Domain
    record: str
    value: str


@dataclass(frozen=True, slots=True)
class SetupView:
    """What is in force, what is prepared, and which domains lead to it.

    `redirect_uri` is that of the prepared connection, also before it is saved.
    """

    live: OwnConnection | None
    draft: OwnConnection | None
    draft_id: UUID
    redirect_uri: str
    claims: tuple[Claim, ...]

    @property
    def shown(self) -> OwnConnection | None:
        """What the form shows: what is prepared, else what is in force."""
        return self.draft or self.live

    @property
    def version(self) -> int:
        """That of what the form shows."""
        return self.shown.version if self.shown else fingerprint({})

    @property
    def fields(self) -> dict[str, object]:
        """What the form shows, by the names of its fields; never the secret."""
        return self.shown.provider.fields if self.shown else {}

    @property
    def proved(self) -> bool:
        """Whether a proved domain leads people to their sign-in."""
        return any(claim.domain.verified_at for claim in self.claims)


async def look(session: AsyncSession, *, settings: Settings, member: SignedInMember) -> SetupView:
    """The sign-in of an admin's account. Raises Forbidden."""
    require_admin(member)
    account_id = member.account_id
    next_id = draft_id(account_id, await connections.enforced(session, account_id))
    key = settings.secret_key.get_secret_value()
    return SetupView(
        live=await connections.live(session, account_id),
        draft=await connections.draft(session, account_id, next_id),
        draft_id=next_id,
        redirect_uri=f"{settings.base_url}/auth/callback/{next_id}",
        claims=tuple(
            Claim(domain, record_name(domain.name), record_value(key, account_id, domain.name))
            for domain in await connections.domains(session, account_id)
        ),
    )


async def save(
    session: AsyncSession,
    *,
    settings: Settings,
    member: SignedInMember,
    provider: Provider,
    secret: str | None,
    version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Prepare a connection; nobody signs in by it yet. Without a secret the one that is known stays.

    `version` is that of what its admin had read. Raises Forbidden, Invalid for what could not work, and Stale.
    """
    check_own_provider(provider)
    await accounts.take_turn(session, member.account_id)
    view = await look(session, settings=settings, member=member)
    if view.version != version:
        by = await audit.last_by(session, account_id=member.account_id, acts=CHANGES)
        raise Stale(version=view.version, now=view.fields, by=by)
    sealer = client_secrets(settings.secret_key.get_secret_value())
    sealed = sealer.seal(secret, now) if secret else await _known_secret(session, view, member, provider)
    values = {
        "id": view.draft_id,
        "account_id": member.account_id,
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "client_secret": sealed,
        "groups": dict(provider.groups),
        "default_role": provider.default_role,
        "created_at": now,
    }
    await connections.save_draft(session, values)
    act = Act(
        "connection.saved",
        provider.issuer[:320],
        before=_told(view.draft.provider) if view.draft else {},
        after=_told(provider) | ({"client_secret": "changed"} if secret else {}),
    )
    await audit.record(session, account_id=member.account_id, actor=actor, act=act, now=now)


async def discard(
    session: AsyncSession, *, settings: Settings, member: SignedInMember, actor: Actor, now: datetime
) -> None:
    """Forget what is prepared. Raises Forbidden."""
    await accounts.take_turn(session, member.account_id)
    view = await look(session, settings=settings, member=member)
    if view.draft is None:
        return
    await connections.discard(session, member.account_id, view.draft.id)
    act = Act("connection.discarded", view.draft.provider.issuer[:320], before=_told(view.draft.provider))
    await audit.record(session, account_id=member.account_id, actor=actor, act=act, now=now)


async def note_trial(
    session: AsyncSession,
    *,
    actor: Actor,
    member: SignedInMember,
    connection: ConnectionRow,
    person: Person,
    now: datetime,
) -> Outcome:
    """Note that a trial of a prepared connection worked, if it told the same person, and made them an admin.

    Raises Forbidden for anybody but an admin of its account.
    """
    require_admin(member)
    if member.account_id != connection.account_id:
        raise Forbidden(ADMINS_ONLY)
    if not person.email or person.email.lower() != (member.email or "").lower():
        return Outcome.OTHER_PERSON
    default = Role(connection.default_role) if connection.default_role else None
    if (role_from(person.groups, connection.groups, None) or default) is not Role.ADMIN:
        return Outcome.NO_ADMIN
    tried = {"tested_at": now, "tested_by_id": member.id, "tested_subject": person.sub}
    await connections.change(session, member.account_id, connection.id, tried)
    act = Act("connection.tested", connection.issuer[:320])
    await audit.record(session, account_id=member.account_id, actor=actor, act=act, now=now)
    return Outcome.WORKED


async def enforce(
    session: AsyncSession, *, settings: Settings, member: SignedInMember, actor: Actor, now: datetime
) -> None:
    """Put the prepared connection in the place of the one in force.

    Whoever tried it is linked to it at once, everybody else when they next sign in. Raises Forbidden, and Conflict
    unless it was tried and a proved domain leads to it.
    """
    await accounts.take_turn(session, member.account_id)
    view = await look(session, settings=settings, member=member)
    draft, trial = require_ready(view.draft, [claim.domain for claim in view.claims])
    if view.live:
        same = draft.same_people(view.live.provider)
        await connections.hand_over(session, member.account_id, old=view.live.id, new=draft.id, same_people=same)
        await connections.change(session, member.account_id, view.live.id, {"disabled_at": now})
    await connections.link(
        session, member.account_id, member_id=trial.by_id, connection_id=draft.id, subject=trial.subject
    )
    await connections.change(session, member.account_id, draft.id, {"enforced_at": now})
    before = _told(view.live.provider) if view.live else {}
    act = Act("connection.enforced", draft.provider.issuer[:320], before=before, after=_told(draft.provider))
    await audit.record(session, account_id=member.account_id, actor=actor, act=act, now=now)


async def _known_secret(session: AsyncSession, view: SetupView, member: SignedInMember, provider: Provider) -> bytes:
    """The sealed secret of the same client at the same issuer. Raises Invalid where none is known."""
    for connection in (view.draft, view.live):
        if connection and connection.same_people(provider):
            sealed = await connections.sealed_secret(session, member.account_id, connection.id)
            if sealed:
                return sealed
    raise Invalid(NO_SECRET)


def _told(provider: Provider) -> dict[str, str | None]:
    """What the audit keeps of a provider."""
    groups = ", ".join(f"{group} → {role}" for group, role in sorted(provider.groups.items()))
    return {
        "issuer": provider.issuer,
        "client_id": provider.client_id,
        "groups": groups,
        "default_role": provider.default_role,
    }
