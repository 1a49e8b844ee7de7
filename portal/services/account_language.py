"""The language of an account: what its people read who have not chosen one for themselves."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit
from portal.domain.audit import Act, Actor
from portal.domain.people import SignedInMember
from portal.domain.team import require_admin


async def choose(
    session: AsyncSession, *, member: SignedInMember, language: str | None, actor: Actor, now: datetime
) -> None:
    """Choose a language, or with None that of everybody's browser. Raises Forbidden."""
    require_admin(member)
    if language == member.account_language:
        return
    await accounts.set_language(session, member.account_id, language)
    await accounts.touch(session, [member.account_id])
    act = Act("language.changed", "", {"language": member.account_language}, {"language": language})
    await audit.record(session, account_id=member.account_id, actor=actor, act=act, now=now)
