"""Letters that came back: noted in the ledger, their addresses left alone, until staff say otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit, deliveries
from portal.db import bounces as rows
from portal.db.bounces import Silenced
from portal.domain.audit import Act
from portal.domain.bounces import LATELY, Bounce
from portal.domain.doers import Doer
from portal.domain.errors import NotFound

MOST: Final = 100
NO_LETTER: Final = "No letter went out under this id, or to this address in the last 14 days."
NOT_SILENCED: Final = "Letters go to this address already. Look at the list again."


@dataclass(frozen=True, slots=True)
class Noted:
    """What a return came to: where the letter went, how many things it told, and whether it was the last one there."""

    recipient: str
    deliveries: int
    suppressed: bool


async def note(session: AsyncSession, bounce: Bounce, *, now: datetime) -> Noted:
    """Note that a letter came back; twice is as once. Raises NotFound where none went out.

    It is the address in the ledger that is left alone: mail may be passed on to others, and they are not ours.
    """
    letter = bounce.letter
    if letter is None and bounce.email:
        letter = await rows.latest_letter(session, bounce.email, since=now - LATELY)
    address = await rows.address_of(session, letter) if letter else None
    if letter is None or address is None:
        raise NotFound(NO_LETTER)
    told = await rows.came_back(session, letter, bounce.kind.reason)
    if bounce.kind.final:
        await deliveries.suppress(session, address, reason=bounce.kind.reason, said=bounce.said, now=now)
    return Noted(address, told, bounce.kind.final)


async def silenced(session: AsyncSession) -> list[Silenced]:
    """The addresses to which nothing is sent, the latest first."""
    return await rows.silenced(session, limit=MOST)


async def free(session: AsyncSession, *, doer: Doer, email: str, now: datetime) -> None:
    """Send to an address again, from the next letter on. Raises Forbidden, NotFound."""
    doer.require_guide()
    if not await rows.free(session, email):
        raise NotFound(NOT_SILENCED)
    await audit.record(session, account_id=None, actor=doer.actor, act=Act("delivery.freed", email), now=now)
