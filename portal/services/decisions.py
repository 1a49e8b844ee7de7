"""The decision log of an account, its internal communication hub: what was decided, and who knows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit
from portal.db import decisions as rows
from portal.domain.audit import Act
from portal.domain.decision_log import Decision, Person, Wording
from portal.domain.doers import Doer
from portal.domain.errors import NotFound, Stale

NO_ACCOUNT: Final = "There is no account at this address. The portfolio lists every account there is."
NO_SUCH: Final = "There is no such decision. The account's log lists every one there is."
LATEST: Final = 3
"""So many decisions stand on the account's own page."""
PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Log:
    """A part of an account's decisions, the latest first: those that say `sought`.

    `after` is the last of them where more follow; `people` can be told.
    """

    account_id: UUID
    account: str
    sought: str
    decisions: tuple[Decision, ...]
    after: Decision | None
    people: tuple[Person, ...]

    @property
    def addresses(self) -> dict[str, str]:
        """Where to write to whoever has to know, by name."""
        return {person.name: person.email for person in self.people if person.email}


async def summary(session: AsyncSession, account_id: UUID) -> Log:
    """The latest decisions about an account, for its page. Raises NotFound for an unknown account."""
    return await _log(session, account_id, "", None, LATEST)


async def log(session: AsyncSession, account_id: UUID, *, sought: str = "", after: UUID | None = None) -> Log:
    """A page of an account's decisions, after the one of that id. Raises NotFound for an unknown account."""
    last = await rows.find(session, account_id=account_id, decision_id=after) if after else None
    return await _log(session, account_id, sought.strip(), (last.says.decided_on, last.id) if last else None, PAGE)


async def _log(session: AsyncSession, account_id: UUID, sought: str, after: tuple[date, UUID] | None, most: int) -> Log:
    account = await accounts.name_of(session, account_id)
    if account is None:
        raise NotFound(NO_ACCOUNT)
    found = await rows.page(session, account_id, sought=sought, after=after, limit=most + 1)
    last = found[most - 1] if len(found) > most else None
    return Log(account_id, account, sought, tuple(found[:most]), last, await rows.people(session, account_id))


async def people(session: AsyncSession, account_id: UUID) -> tuple[Person, ...]:
    """Whoever of an account, or for it, can be told of a decision."""
    return await rows.people(session, account_id)


async def find(session: AsyncSession, *, account_id: UUID, decision_id: UUID) -> Decision:
    """One decision of an account. Raises NotFound."""
    found = await rows.find(session, account_id=account_id, decision_id=decision_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


async def add(
    session: AsyncSession, *, doer: Doer, account_id: UUID, says: Wording, readers: Sequence[str], now: datetime
) -> UUID:
    """Keep what was decided, and who has to know of it; its id. Raises Forbidden."""
    doer.require_guide()
    decision_id = await rows.add(session, account_id=account_id, says=says, by=doer.name, now=now)
    await rows.set_readers(session, account_id=account_id, decision_id=decision_id, names=readers)
    act = Act("decision.added", says.what[:320], {}, _told(says, readers))
    await _record(session, doer, account_id, act, now)
    return decision_id


async def change(
    session: AsyncSession,
    *,
    doer: Doer,
    account_id: UUID,
    decision_id: UUID,
    version: int,
    says: Wording,
    readers: Sequence[str],
    now: datetime,
) -> None:
    """Put a decision that was at that version differently, or have others know of it.

    What it said is kept, and whoever was told that has to be told again. Raises Forbidden, NotFound, and Stale.
    """
    doer.require_guide()
    await accounts.take_turn(session, account_id)
    before = await find(session, account_id=account_id, decision_id=decision_id)
    if before.version != version:
        raise Stale(version=before.version, now=fields(before), by=before.edited_by)
    if says == before.says and {*readers} | {one.name for one in before.told} == {*before.names}:
        return
    await rows.change(session, account_id=account_id, before=before, says=says, by=doer.name, now=now)
    await rows.set_readers(session, account_id=account_id, decision_id=decision_id, names=readers)
    old, new = _told(before.says, before.names), _told(says, readers)
    changed = {name for name in new if old[name] != new[name]}
    was, became = ({name: told[name] for name in changed} for told in (old, new))
    await _record(session, doer, account_id, Act("decision.changed", before.says.what[:320], was, became), now)


async def tell(
    session: AsyncSession, *, doer: Doer, account_id: UUID, decision_id: UUID, name: str, now: datetime
) -> None:
    """Note that somebody who had to know has been told; twice is as once. Raises Forbidden, NotFound."""
    doer.require_guide()
    decision = await find(session, account_id=account_id, decision_id=decision_id)
    if await rows.tell(session, account_id=account_id, decision_id=decision_id, name=name, on=now.date(), by=doer.name):
        act = Act("decision.told", decision.says.what[:320], {}, {"told": name})
        await _record(session, doer, account_id, act, now)


def fields(decision: Decision) -> dict[str, object]:
    """What a form shows of a decision, by the names of its fields."""
    return {
        "what": decision.says.what,
        "why": decision.says.why,
        "decided_by": decision.says.decided_by,
        "decided_on": decision.says.decided_on,
        "readers": decision.names,
    }


def _told(says: Wording, readers: Sequence[str]) -> dict[str, str | None]:
    decided = {"decided_by": says.decided_by, "decided_on": says.decided_on.isoformat()}
    return {"what": says.what, "why": says.why, **decided, "readers": ", ".join(sorted(readers)) or None}


async def _record(session: AsyncSession, doer: Doer, account_id: UUID, act: Act, now: datetime) -> None:
    await audit.record(session, account_id=account_id, actor=doer.actor, act=act, now=now)
    await accounts.touch(session, [account_id])
