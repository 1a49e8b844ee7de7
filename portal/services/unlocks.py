"""Features as the vendor's product asks for them: open to this member, to this account, or not yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.live import LivePlaybook
from portal.db import pins
from portal.db import unlocks as rows
from portal.db.unlocks import Asker
from portal.domain.errors import Invalid
from portal.domain.unlocks import Standing, Why, features_of, standings

ACCOUNT: Final = "account:"
"""What a targeting key begins with that names an account rather than a member."""
SEVERAL: Final = "Members of several accounts have this id: send the id of theirs as `account` in the context, too."


@dataclass(frozen=True, slots=True)
class Target:
    """Who is asked about: a member by the product's id, or an account by `account:` and its id.

    `account` tells members of one id in several accounts apart, and answers for colleagues the portal does not know.
    """

    key: str
    account: str | None = None


async def evaluate(session: AsyncSession, *, playbook: LivePlaybook, target: Target) -> Mapping[str, Standing]:
    """How every feature stands for somebody, by key; whoever the portal has not heard of has nothing yet.

    Raises Invalid where the target is not enough to tell who is meant.
    """
    asker = await _asker(session, target)
    if asker is None:
        features = features_of(playbook.current)
        return {key: Standing(key, open=False, why=Why.NOT_YET) for key in sorted(features)}
    catalogue = await playbook.of(session, await pins.of_account(session, asker.account_id))
    return standings(
        features_of(catalogue),
        await rows.earned(session, asker.account_id, asker.subjects),
        await rows.decided(session, asker.account_id, asker.subjects),
        account_id=asker.account_id,
    )


async def _asker(session: AsyncSession, target: Target) -> Asker | None:
    if target.key.startswith(ACCOUNT):
        return await rows.account(session, target.key.removeprefix(ACCOUNT))
    found = await rows.members(session, external_id=target.key, account=target.account)
    if len(found) > 1:
        raise Invalid(SEVERAL)
    if found:
        return found[0]
    return await rows.account(session, target.account) if target.account else None
