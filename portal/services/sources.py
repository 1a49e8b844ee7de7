"""The senders of events as owners look after them: what each is called, and whose pages may hold its key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit, event_names
from portal.db import sources as rows
from portal.db.event_names import Sender
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Invalid, NotFound, Stale
from portal.domain.people import SignedInStaff
from portal.domain.subjects import Subject, require_reader
from portal.ingest import PORTAL_SOURCE

NO_SUCH: Final = "There is no such source of events. The list shows every one there is."
TAKEN: Final = "Another source is called “%(name)s” already. Choose a name of its own for this one."
ANY_SITE: Final = "any site"


@dataclass(frozen=True, slots=True)
class Named:
    """What an owner enters about a source; only one that is called from web pages has sites."""

    name: str
    origins: tuple[str, ...] = ()


async def every(session: AsyncSession, *, staff: SignedInStaff) -> list[Sender]:
    """Every source but the portal itself, with what came from it. Raises Forbidden."""
    require_reader(staff, Subject.KEYS)
    return [one for one in await event_names.senders(session) if one.name != PORTAL_SOURCE]


async def one(session: AsyncSession, *, staff: SignedInStaff, source_id: int) -> Sender:
    """One source that is not the portal itself. Raises Forbidden, NotFound."""
    require_reader(staff, Subject.KEYS)
    return await _found(session, source_id)


async def change(
    session: AsyncSession, *, doer: Doer, source_id: int, named: Named, version: int, now: datetime
) -> None:
    """Keep what an owner entered about a source; its events and its keys stay with it.

    Raises Forbidden, NotFound, Stale, and Invalid for a name that another has.
    """
    doer.require_owner()
    there = await _found(session, source_id)
    if named == _named(there):
        return
    if await rows.is_taken(session, named.name, apart_from=source_id):
        raise Invalid(TAKEN, name=named.name)
    values = {"name": named.name, "origins": list(named.origins)}
    if not await rows.change(session, source_id, version=version, values=values, by=doer.name):
        theirs = await _found(session, source_id)
        raise Stale(version=theirs.version, now=fields(theirs), by=theirs.edited_by)
    before, after = _told(_named(there), browser=there.browser), _told(named, browser=there.browser)
    changed = [name for name in before if before[name] != after[name]]
    act = Act("source.changed", there.name, *({name: told[name] for name in changed} for told in (before, after)))
    await audit.record(session, account_id=None, actor=doer.actor, act=act, now=now)


def fields(there: Sender) -> dict[str, object]:
    """What a form shows of a source, by the names of its fields."""
    sites = {"origins": ", ".join(there.origins)} if there.browser else {}
    return {"name": there.name, **sites}


def _named(there: Sender) -> Named:
    return Named(there.name, tuple(there.origins))


def _told(named: Named, *, browser: bool) -> dict[str, str]:
    """A source as the audit tells of it."""
    sites = {"sites": ", ".join(named.origins) or ANY_SITE} if browser else {}
    return {"name": named.name, **sites}


async def _found(session: AsyncSession, source_id: int) -> Sender:
    found = await event_names.sender(session, source_id)
    if found is None or found.name == PORTAL_SOURCE:
        raise NotFound(NO_SUCH)
    return found
