"""Tasks as other systems write them, beside the people who give and do them in the portal."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db import accounts, audit, task_records, tasks
from portal.domain.audit import Act, Actor
from portal.domain.errors import Invalid, NotFound
from portal.domain.records import differences, told_as
from portal.domain.task_records import OwnerRecord, TaskRecord
from portal.domain.tasks import OwnerKind, closes_circle
from portal.jobs.consequences import account_changed

NO_SUCH: Final = "The account has no task with this external id. Create it with PUT at this address."
NO_OWNER: Final = "The account has no %(kind)s with the id %(id)s: create them first, or leave the owner out."
NO_STAFF: Final = "None of your staff has the address %(id)s: they are known from their first sign-in on."
NO_FIRST: Final = "The account has no task %(first)s for this one to wait for: create that one first."
CIRCLE: Final = "“%(first)s” waits for this task already, so neither could ever begin."
LATER: Final = "A task cannot have been done on a day that is still to come."
EASTMOST: Final = timedelta(hours=14)
"""So far ahead of UTC a day has begun somewhere."""


async def show(session: AsyncSession, *, account_id: UUID, external_id: str) -> TaskRecord:
    """The task of an account that has this external id. Raises NotFound."""
    found = await task_records.find(session, account_id=account_id, external_id=external_id)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


async def page(session: AsyncSession, *, account_id: UUID, after: UUID | None, limit: int) -> list[TaskRecord]:
    """An account's tasks in a fixed order, those behind the one with the id `after` where it is given."""
    return await task_records.page(session, account_id=account_id, after=after, limit=limit)


async def taken(session: AsyncSession, *, account_id: UUID, external_id: str) -> TaskRecord | None:
    """The task as it stands once nobody else is changing the account; None where there is none yet."""
    await accounts.take_turn(session, account_id)
    return await task_records.find(session, account_id=account_id, external_id=external_id)


async def keep(
    session: AsyncSession,
    record: TaskRecord,
    *,
    account_id: UUID,
    before: TaskRecord | None,
    actor: Actor,
    now: datetime,
) -> TaskRecord:
    """Make a task what the record says; `before` is how it stands, None to add it.

    Raises Invalid for an owner or a first that is none, and for a day to come on which it is to have been done.
    """
    if record.owner and (before is None or record.owner != before.owner):
        record = replace(record, owner=await _owner(session, account_id, record.owner))
    changed = differences(before, record)
    if before and not changed:
        return before
    if record.done_on and record.done_on > (now + EASTMOST).date():
        raise Invalid(LATER)
    values = await _values(session, account_id, before, {name: new for name, (_, new) in changed.items()})
    task_id = await _written(session, values, account_id=account_id, before=before, by=actor.name)
    act = _act(before, record, changed)
    await audit.record(session, account_id=account_id, actor=actor, act=act, now=now)
    await account_changed(session, account_id, now)
    return await show(session, account_id=account_id, external_id=record.external_id or str(task_id))


async def _owner(session: AsyncSession, account_id: UUID, wanted: OwnerRecord) -> OwnerRecord:
    found = await task_records.owner(session, account_id=account_id, wanted=wanted)
    if found is None and wanted.kind is OwnerKind.STAFF:
        raise Invalid(NO_STAFF, id=str(wanted.id))
    if found is None:
        raise Invalid(NO_OWNER, kind=wanted.kind, id=str(wanted.id))
    return found


async def _values(
    session: AsyncSession, account_id: UUID, before: TaskRecord | None, changed: dict[str, Any]
) -> dict[str, Any]:
    """The columns of what changes."""
    if "owner" in changed:
        owner = changed.pop("owner")
        changed |= {f"{kind}_id": owner.known_id if owner and owner.kind is kind else None for kind in OwnerKind}
    if "first" in changed:
        changed["first_id"] = await _first_id(session, account_id, before, changed.pop("first"))
    return changed


async def _first_id(
    session: AsyncSession, account_id: UUID, before: TaskRecord | None, first: str | None
) -> UUID | None:
    if first is None:
        return None
    found = await task_records.find(session, account_id=account_id, external_id=first)
    if found is None:
        raise Invalid(NO_FIRST, first=first)
    if before and closes_circle(await tasks.firsts(session, account_id), before.known_id, found.known_id):
        raise Invalid(CIRCLE, first=found.title)
    return found.known_id


async def _written(
    session: AsyncSession, values: dict[str, Any], *, account_id: UUID, before: TaskRecord | None, by: str
) -> UUID:
    """Keep the columns; ticking a task off alone leaves its version to whoever edits its words."""
    ticked = {"done_on": values["done_on"], "done_by": by if values["done_on"] else None} if "done_on" in values else {}
    if before is None:
        return await tasks.add(session, {"account_id": account_id, "edited_by": by, **values, **ticked})
    task = {"account_id": account_id, "task_id": before.known_id}
    if ticked:
        await task_records.tick(session, **task, done_on=values.pop("done_on"), by=ticked["done_by"])
    if values:
        await tasks.change(session, **task, version=before.version, values=values, by=by)
    return before.known_id


def _act(before: TaskRecord | None, record: TaskRecord, changed: dict[str, tuple[Any, Any]]) -> Act:
    """The change as the audit tells it: a task that is only ticked off is told as when people do it."""
    if before and changed.keys() == {"done_on"} and None in changed["done_on"]:
        return Act("task.done" if record.done_on else "task.reopened", record.title)
    return told_as("task", record.title, before, changed)
