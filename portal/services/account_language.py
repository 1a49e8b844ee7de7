"""The language of an account: what its people read who have not chosen one for themselves."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit
from portal.domain.audit import Act, Actor
from portal.domain.errors import Stale
from portal.domain.people import SignedInMember
from portal.domain.team import require_admin
from portal.domain.versions import fingerprint

CHANGED: Final = "language.changed"


async def choose(
    session: AsyncSession, *, member: SignedInMember, language: str | None, version: int, actor: Actor, now: datetime
) -> None:
    """Choose a language, or with None that of everybody's browser, instead of what stood there at a version.

    Raises Forbidden, and Stale.
    """
    require_admin(member)
    await accounts.take_turn(session, member.account_id)
    before = await accounts.language(session, member.account_id)
    if language == before:
        return
    if version_of(before) != version:
        by = await audit.last_by(session, account_id=member.account_id, acts=[CHANGED])
        raise Stale(version=version_of(before), now=fields(before), by=by)
    await accounts.set_language(session, member.account_id, language)
    await accounts.touch(session, [member.account_id])
    act = Act(CHANGED, "", {"language": before}, {"language": language})
    await audit.record(session, account_id=member.account_id, actor=actor, act=act, now=now)


def fields(language: str | None) -> dict[str, object]:
    """What the form shows, by the names of its fields."""
    return {"language": language or ""}


def version_of(language: str | None) -> int:
    """A number for what is chosen: another one as soon as anybody has changed it."""
    return fingerprint(fields(language))
