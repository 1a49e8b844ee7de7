"""Connecting identity providers: an account's own, and the vendor's for staff."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import identity, sign_ins
from portal.domain.connections import check_provider
from portal.domain.roles import Capability
from portal.identity.registration import client_secrets
from portal.identity.sealing import Unsealable
from portal.settings import Settings

STAFF_GROUPS: Final[Mapping[str, Capability]] = {
    "portal-csm": Capability.CSM,
    "portal-csm-lead": Capability.CSM_LEAD,
    "portal-editor": Capability.EDITOR,
    "portal-owner": Capability.OWNER,
}
"""The groups of the vendor's provider that give staff their capabilities."""


async def create(
    session: AsyncSession,
    *,
    secret_key: str,
    account_id: UUID | None,
    issuer: str,
    client_id: str,
    client_secret: str,
    groups: Mapping[str, str],
    default_role: str | None,
    domains: Sequence[str],
    now: datetime,
) -> UUID:
    """Connect a provider, for an account or (without one) for staff; it lets people in. Answers its id.

    `groups` maps the provider's groups to roles, or to capabilities for staff. `domains` are e-mail domains
    whose ownership the caller has proved. Raises Invalid.
    """
    check_provider(issuer, groups, default_role, for_staff=account_id is None)
    connection_id = uuid4()
    values = {
        "id": connection_id,
        "account_id": account_id,
        "issuer": issuer,
        "client_id": client_id,
        "client_secret": client_secrets(secret_key).seal(client_secret, now),
        "groups": {group: str(word) for group, word in groups.items()},
        "default_role": default_role,
        "created_at": now,
        "enforced_at": now,
    }
    await identity.add_connection(session, values, [domain.lower() for domain in domains])
    return connection_id


async def ensure_staff(session: AsyncSession, *, settings: Settings, now: datetime) -> UUID:
    """Make the vendor's connection what the settings say. Answers its id.

    Another issuer means other identities: the old connection is disabled, and staff are linked anew by e-mail.
    """
    secret_key = settings.secret_key.get_secret_value()
    secret = settings.staff_client_secret.get_secret_value()
    current = await identity.staff_connection(session)
    if current and current.issuer == settings.staff_issuer:
        if current.client_id != settings.staff_client_id or _opened(current, secret_key) != secret:
            sealed = client_secrets(secret_key).seal(secret, now)
            changed = {"client_id": settings.staff_client_id, "client_secret": sealed}
            await identity.change_connection(session, current.id, changed)
        return current.id
    if current:
        await identity.change_connection(session, current.id, {"disabled_at": now})
        await sign_ins.unlink_staff(session, current.id)
    return await create(
        session,
        secret_key=secret_key,
        account_id=None,
        issuer=settings.staff_issuer,
        client_id=settings.staff_client_id,
        client_secret=secret,
        groups=STAFF_GROUPS,
        default_role=None,
        domains=[],
        now=now,
    )


def _opened(row: identity.ConnectionRow, secret_key: str) -> str | None:
    try:
        return client_secrets(secret_key).unseal(row.client_secret)
    except Unsealable:
        return None
