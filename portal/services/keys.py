"""API keys: made, checked, ended. A key is shown once, when it is made."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import audit
from portal.db import keys as key_rows
from portal.db.keys import Issued
from portal.db.sources import SourceRef, ensure_source
from portal.db.tables import ApiKey
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from portal.domain.people import SignedInStaff
from portal.domain.subjects import Subject, require_reader
from portal.identity.keys import matches, mint, parse
from portal.ingest import PORTAL_SOURCE

EVENTS_WRITE: Final = "events:write"
EMBED: Final = "embed"
UNLOCKS_READ: Final = "unlocks:read"
METRICS_READ: Final = "metrics:read"
RESOURCES: Final = ("accounts", "handoffs", "stakeholders", "members", "touchpoints", "tasks", "decisions")
"""What other systems read and write through the API, each with a scope for either."""
READ_ONLY: Final = ("progress", "verdicts")
WRITE_ONLY: Final = ("bounces",)
API_SCOPES: Final = frozenset(
    {f"{noun}:read" for noun in (*RESOURCES, *READ_ONLY)} | {f"{noun}:write" for noun in (*RESOURCES, *WRITE_ONLY)}
)
SCOPES: Final = API_SCOPES | {EVENTS_WRITE, EMBED, UNLOCKS_READ, METRICS_READ}
USE_NOTED_EVERY: Final = timedelta(minutes=1)
LONGEST_LABEL: Final = 120
LONGEST_SOURCE: Final = 80
ENDED: Final = 20
"""So many keys that were ended stay in the list."""
NO_SUCH: Final = "There is no such key any more. The list shows every key that works."
TWO_LIVE: Final = "This key has a successor already, and both work. End one of the two first."


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever presented a valid key, and the source it sends for, if it sends events."""

    key_id: str
    label: str
    source: SourceRef | None


async def create(
    session: AsyncSession,
    *,
    label: str,
    source: str | None,
    scopes: Collection[str],
    now: datetime,
    browser: bool = False,
    origins: Collection[str] = (),
    replaces: str | None = None,
) -> str:
    """Make a key and return it: the only time it can be read. A source of that name is made on first use.

    Several live keys of one source share its message ids, so that a key can be rotated without a gap.
    Raises Invalid for an unknown scope, a name that is missing or too long, or the portal's own source.
    """
    _check(label, source, scopes)
    ref = await ensure_source(session, name=source, browser=browser, origins=origins) if source else None
    if ref:
        _check_pages(ref, scopes, origins)
    minted = mint()
    session.add(
        ApiKey(
            id=minted.id,
            secret_hash=minted.secret_hash,
            label=label,
            scopes=sorted(scopes),
            source_id=ref.id if ref else None,
            replaces=replaces,
            created_at=now,
        )
    )
    await session.flush()
    return minted.key


async def authenticate(session: AsyncSession, *, key: str, scope: str, now: datetime) -> Holder:
    """Who holds this key. Its use is noted at most once a minute.

    Raises Unauthenticated, in the same words for an unknown, a wrong and a revoked key, and Forbidden when
    the key lacks the scope.
    """
    presented = parse(key)
    row = await key_rows.find(session, presented.id) if presented else None
    if not presented or not matches(presented, row.secret_hash if row else None) or not row or row.revoked_at:
        message = "The API key is not valid: check that it was copied whole, or create one with `portal keys create`."
        raise Unauthenticated(message)
    if scope not in row.scopes:
        message = f"The API key lacks the scope {scope}: create one that has it with `portal keys create`."
        raise Forbidden(message)
    if row.last_used_at is None or row.last_used_at < now - USE_NOTED_EVERY:
        await key_rows.mark_used(session, presented.id, now=now, before=now - USE_NOTED_EVERY)
    if row.source_id is None or row.source_name is None:
        return Holder(presented.id, row.label, None)
    source = SourceRef(row.source_id, row.source_name, bool(row.browser), tuple(row.origins or ()))
    return Holder(presented.id, row.label, source)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys that work, and those ended last."""

    live: tuple[Issued, ...]
    ended: tuple[Issued, ...]

    @property
    def followed(self) -> frozenset[str]:
        """The ids of those that have a successor which works."""
        return frozenset(key.replaces for key in self.live if key.replaces)


@dataclass(frozen=True, slots=True)
class Made:
    """A key that was just made: `secret` is the whole of it, and is shown this once."""

    label: str
    secret: str


async def every(session: AsyncSession, *, staff: SignedInStaff) -> Keyring:
    """Every key that works, and the ones ended last. Raises Forbidden."""
    require_reader(staff, Subject.KEYS)
    return Keyring(tuple(await key_rows.live(session)), tuple(await key_rows.ended(session, limit=ENDED)))


async def issue(
    session: AsyncSession,
    *,
    doer: Doer,
    label: str,
    source: str | None,
    scopes: Collection[str],
    origins: Collection[str] = (),
    now: datetime,
) -> Made:
    """Make a key for an owner, a public one for the pages of `origins`. Raises Forbidden, and Invalid as `create`."""
    doer.require_owner()
    key = await create(
        session, label=label, source=source, scopes=scopes, browser=bool(origins), origins=origins, now=now
    )
    told = {"scopes": ", ".join(sorted(scopes)), "source": source}
    await audit.record(session, account_id=None, actor=doer.actor, act=Act("key.created", label, {}, told), now=now)
    return Made(label, key)


async def rotate(session: AsyncSession, *, doer: Doer, key_id: str, now: datetime) -> Made:
    """Make a key that takes the place of another; both work until the older one is ended.

    Raises Forbidden, NotFound, and Conflict where there are two already.
    """
    doer.require_owner()
    old = await _live(session, key_id)
    if old.replaces or await key_rows.has_live_successor(session, key_id):
        raise Conflict(TWO_LIVE)
    key = await create(session, label=old.label, source=old.source, scopes=old.scopes, now=now, replaces=key_id)
    await audit.record(session, account_id=None, actor=doer.actor, act=Act("key.rotated", old.label), now=now)
    return Made(old.label, key)


async def end(session: AsyncSession, *, doer: Doer, key_id: str, now: datetime) -> None:
    """End a key at once, by an owner. Raises Forbidden, NotFound."""
    doer.require_owner()
    old = await _live(session, key_id)
    await revoke(session, key_id=key_id, now=now)
    await audit.record(session, account_id=None, actor=doer.actor, act=Act("key.revoked", old.label), now=now)


async def _live(session: AsyncSession, key_id: str) -> Issued:
    found = await key_rows.find_live(session, key_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


async def revoke(session: AsyncSession, *, key_id: str, now: datetime) -> None:
    """End a key at once. Raises NotFound when no live key has that id (the part after `portal.`)."""
    if not await key_rows.revoke(session, key_id, now=now):
        message = f"There is no live key with the id {key_id}."
        raise NotFound(message)


def _check_pages(source: SourceRef, scopes: Collection[str], origins: Collection[str]) -> None:
    """Raise Invalid where a public key could do more than send, or a source is there already for other senders."""
    if source.browser and set(scopes) != {EVENTS_WRITE}:
        message = "A key in a web page is public: let it send events and nothing else."
        raise Invalid(message)
    if origins and (not source.browser or set(source.origins) != set(origins)):
        message = f"The source “{source.name}” is there already, for other senders: choose a name of its own for these."
        raise Invalid(message)


def _check(label: str, source: str | None, scopes: Collection[str]) -> None:
    if not 0 < len(label) <= LONGEST_LABEL:
        message = f"Give the key a label of 1 to {LONGEST_LABEL} characters, so that it can be told from others."
    elif unknown := set(scopes) - SCOPES:
        message = f"Unknown scope {', '.join(sorted(unknown))}: choose from {', '.join(sorted(SCOPES))}."
    elif not scopes:
        message = f"A key without a scope opens nothing: choose from {', '.join(sorted(SCOPES))}."
    elif EVENTS_WRITE in scopes and not source:
        message = f"A key with {EVENTS_WRITE} needs a source: the name of the system that sends the events."
    elif source == PORTAL_SOURCE:
        message = f"The source “{PORTAL_SOURCE}” is the portal itself: name the system that sends the events."
    elif source and len(source) > LONGEST_SOURCE:
        message = f"The source's name is longer than {LONGEST_SOURCE} characters: choose a shorter one."
    else:
        return
    raise Invalid(message)
