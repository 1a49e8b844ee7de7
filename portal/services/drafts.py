"""Drafts of the playbook: begun, carried over to what was published meanwhile, published, or discarded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.drafts import Opened, live_number, open_draft
from portal.content.files import Files
from portal.content.stored import revision_files
from portal.db import audit
from portal.db import drafts as rows
from portal.db.drafts import Listed
from portal.domain.audit import Act
from portal.domain.doers import Doer
from portal.domain.drafts import Clash, clashes
from portal.domain.errors import Stale
from portal.jobs import kinds, the_queue


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every draft there is, and the number of the live revision."""

    drafts: tuple[Listed, ...]
    live: int


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A draft that was overtaken: the files that go over as they are, and those somebody has to decide about."""

    opened: Opened
    live: Files
    clashes: tuple[Clash, ...]

    @property
    def carried(self) -> tuple[str, ...]:
        """The paths that nobody else touched."""
        clashing = {clash.path for clash in self.clashes}
        return tuple(path for path in self.opened.changed if path not in clashing)


async def shelf(session: AsyncSession, *, doer: Doer) -> Shelf:
    """All drafts, the one saved last first. Raises Forbidden."""
    doer.require_editor()
    return Shelf(tuple(await rows.every(session)), await live_number(session))


async def start(session: AsyncSession, *, doer: Doer, staff_id: UUID, name: str, now: datetime) -> UUID:
    """Begin a draft over the live revision. Returns its id. Raises Forbidden."""
    doer.require_editor()
    base = await live_number(session)
    draft_id = await rows.start(session, name=name, base=base, staff_id=staff_id, now=now)
    await _record(session, doer, Act("draft.started", name, after={"base": str(base)}), now)
    return draft_id


async def look(session: AsyncSession, *, doer: Doer, draft_id: UUID) -> Opened:
    """A draft, to read. Raises Forbidden, NotFound."""
    doer.require_editor()
    return await open_draft(session, draft_id)


async def take(session: AsyncSession, *, doer: Doer, draft_id: UUID) -> Opened:
    """A draft, to change: nobody else does until the transaction ends. Raises Forbidden, NotFound."""
    doer.require_editor()
    await rows.take_turn(session, draft_id)
    return await open_draft(session, draft_id)


async def discard(session: AsyncSession, *, doer: Doer, opened: Opened, version: int, now: datetime) -> None:
    """Remove a draft that was taken, with everything saved in it. Raises Stale where more was saved meanwhile."""
    if opened.draft.version != version:
        raise Stale(version=opened.draft.version, now={}, by=opened.draft.edited_by)
    await rows.remove(session, opened.draft.id)
    act = Act("draft.discarded", opened.draft.name, before={"files": ", ".join(opened.changed) or None})
    await _record(session, doer, act, now)


async def overtaken(session: AsyncSession, opened: Opened) -> Overtaken:
    """What has become of a draft's files in the live revision."""
    live = await revision_files(session, opened.live)
    return Overtaken(opened, live, clashes(opened.draft, opened.base.texts, live.texts))


async def carry(
    session: AsyncSession,
    *,
    doer: Doer,
    found: Overtaken,
    version: int,
    settled: Mapping[str, str],
    now: datetime,
) -> None:
    """Put a draft that was taken over the live revision; `settled` holds the text of each file both changed.

    `version` is that of the draft whoever settled them had read. Raises Stale where somebody saved it since.
    """
    draft = found.opened.draft
    if draft.version != version:
        raise Stale(
            version=draft.version, now={clash.path: clash.mine or "" for clash in found.clashes}, by=draft.edited_by
        )
    for clash in found.clashes:
        text = settled.get(clash.path, "") or None
        held = draft.files[clash.path].version
        await rows.save(session, draft.id, clash.path, text, version=held, by=doer.name, now=now)
    await rows.rebase(session, draft.id, found.opened.live)
    act = Act("draft.carried_over", draft.name, {"base": str(draft.base)}, {"base": str(found.opened.live)})
    await _record(session, doer, act, now)


def require_seen(opened: Opened, version: int, note: str) -> None:
    """Raise Stale where a draft was saved since whoever publishes it saw it at that version."""
    if opened.draft.version != version:
        raise Stale(version=opened.draft.version, now={"note": note}, by=opened.draft.edited_by)


async def close(session: AsyncSession, *, doer: Doer, opened: Opened, number: int, note: str, now: datetime) -> None:
    """Remove a draft that was published as a revision, and have every account judged by it."""
    await rows.remove(session, opened.draft.id)
    changed = ", ".join(opened.changed)
    act = Act("playbook.published", f"revision {number}", after={"note": note, "files": changed})
    await _record(session, doer, act, now)
    await the_queue().enqueue(session, kind=kinds.SWEEP, payload={}, now=now, dedupe_key=kinds.SWEEP)


async def _record(session: AsyncSession, doer: Doer, act: Act, now: datetime) -> None:
    await audit.record(session, account_id=None, actor=doer.actor, act=act, now=now)
