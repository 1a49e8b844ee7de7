"""The work on an account: tasks, a meeting, and what the audit tells of it."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from portal.db.base import Base
from portal.db.tables import AuditEntry, Meeting, Task
from portal.domain.audit import ActorKind
from portal.domain.meetings import MeetingKind
from portal.domain.tasks import Audience

DONE_IN = 60
"""Of so many days from which a task is due, those before today are mostly done."""


def work(
    account: UUID, task: UUID, csm: UUID, now: datetime, chance: random.Random
) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """An open task of the CSM, one of the customer's that may be done, a meeting, and three entries of the audit."""
    today = now.date()
    due = today + timedelta(days=chance.randrange(-3, DONE_IN))
    yield Task, _task(account, task, csm, due, None)
    earlier = today - timedelta(days=chance.randrange(DONE_IN))
    yield Task, _task(account, uuid4(), None, earlier, None if chance.random() < 0.1 else earlier)
    yield Meeting, _meeting(account, csm, now + timedelta(days=chance.randrange(-60, 60)), now)
    for act in ("task.added", "meeting.added", "decision.added"):
        yield AuditEntry, _entry(account, csm, act, now)


def _task(account: UUID, task: UUID, csm: UUID | None, due: date, done: date | None) -> dict[str, Any]:
    about = {"title": "Export last month's orders", "note": "", "audience": Audience.CUSTOMER, "version": 1}
    return {"id": task, "account_id": account, **about, "staff_id": csm, "due_on": due, "done_on": done}


def _meeting(account: UUID, csm: UUID, starts_at: datetime, now: datetime) -> dict[str, Any]:
    meeting = uuid4()
    about = {"title": "Weekly call", "kind": MeetingKind.WEEKLY, "minutes": 30, "attendees": "[]", "place": ""}
    texts = {"note": "", "outcome": "", "uid": f"{meeting}@bench", "sequence": 0, "version": 1}
    times = {"starts_at": starts_at, "changed_at": now}
    return {"id": meeting, "account_id": account, "staff_id": csm, **about, **texts, **times}


def _entry(account: UUID, csm: UUID, act: str, now: datetime) -> dict[str, Any]:
    # Not the CSM's own name: who is looked for has as large a part of the entries with few CSMs as with many.
    who = {"actor_kind": ActorKind.STAFF, "actor_id": csm, "actor_name": f"CSM {account.hex[:6]}"}
    what = {"act": act, "subject": "Export last month's orders", "before": "{}", "after": "{}"}
    return {"at": now, "account_id": account, **who, **what}
