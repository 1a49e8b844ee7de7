"""Accounts a batch names: found, or added where a `group` call describes a new one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import directory, portfolio_rows
from portal.db.directory import KnownAccount
from portal.ingest.message import Fact

MAX_NAME: Final = 200
MAX_INDUSTRY: Final = 80
MOST_SEATS: Final = 10_000_000


async def find_accounts(session: AsyncSession, facts: Sequence[Fact], *, now: datetime) -> dict[str, KnownAccount]:
    """The accounts the facts name, by external id; those that a server's `group` calls describe come to be.

    A browser's write key is public, so what it sends may not add accounts.
    """
    names = {fact.account for fact in facts if fact.account}
    found = await directory.accounts_by_external_id(session, names)
    described: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.type == "group" and fact.account and fact.account not in found and not fact.arrival.source.browser:
            described[fact.account].append(fact)
    if not described:
        return found
    new = [_account(name, described[name], now) for name in sorted(described)]
    await directory.add_accounts(session, new)
    found = await directory.accounts_by_external_id(session, names)
    # One that somebody else was adding at the same time is theirs to admit.
    ours = {account["id"] for account in new} & {account.id for account in found.values()}
    await portfolio_rows.admit(session, sorted(ours), now=now)
    return found


def _account(external_id: str, facts: Sequence[Fact], now: datetime) -> dict[str, Any]:
    """A new account as its `group` calls describe it; what happened last counts."""
    traits: dict[str, Any] = {}
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.ordinal)):
        traits |= fact.properties
    return {
        "id": uuid4(),
        "external_id": external_id,
        "name": _words(traits.get("name"), MAX_NAME) or external_id,
        "industry": _words(traits.get("industry"), MAX_INDUSTRY),
        "seats": _seats(traits.get("seats", traits.get("employees"))),
        "created_at": now,
    }


def _words(value: object, longest: int) -> str | None:
    return value.strip()[:longest] or None if isinstance(value, str) else None


def _seats(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= MOST_SEATS else None
