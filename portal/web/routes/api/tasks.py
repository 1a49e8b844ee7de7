"""What has to be done for an account, by whom and by when, as the vendor's other systems know it."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Response

from portal.domain.task_records import OwnerRecord, TaskRecord
from portal.domain.tasks import Audience, OwnerKind
from portal.services import task_records
from portal.web.routes.api.answers import READS, Page, TurnDep, writes
from portal.web.routes.api.fields import Day, ExternalId, Given, Known, Name, Shown, Text, optional
from portal.web.routes.api.resource import MERGE, Reading, Resource, Writing, reading, writing

router = APIRouter(prefix="/api/v1/accounts/{account}/tasks", tags=["tasks"])
Reader = Annotated[Reading, reading("tasks:read")]
Writer = Annotated[Writing, writing("tasks:write")]


class Owner(Shown):
    """Whoever has to do it. `id` is their external id, of one of your staff the e-mail; null where they have none."""

    kind: OwnerKind
    id: str | None
    name: str


class Task(Shown):
    """Something to do by a day. One that was made in the portal has no external id and goes by its `id`.

    `first` is the task that has to be done before it, by the same name.
    """

    id: UUID
    external_id: str | None
    title: str
    note: str
    audience: Audience
    owner: Owner | None
    due_on: Day
    first: str | None
    done_on: Day | None
    done_by: str | None


class OwnerGiven(Given):
    """Who has to do it: a stakeholder or a member by external id, one of your staff by e-mail."""

    kind: OwnerKind
    id: Known


class TaskGiven(Given):
    """What has to be done. `audience` says who sees it; `done_on` ticks it off, and null opens it again."""

    title: Name
    due_on: Day
    note: Text = ""
    audience: Audience = Audience.CUSTOMER
    owner: OwnerGiven | None = None
    first: Known | None = None
    done_on: Day | None = None

    def given(self) -> dict[str, Any]:
        """The fields that were sent; the owner as they are kept."""
        sent = super().given()
        return sent | {"owner": OwnerRecord(**sent["owner"])} if sent.get("owner") else sent


class TaskPatch(TaskGiven):
    """What to change about a task; null clears the owner, what comes first, and the day on which it was done."""

    title: Name = optional()
    due_on: Day = optional()


TASKS: Final = Resource(task_records, TaskRecord, Task)


@router.get("", response_model=Page[Task], responses=READS)
async def every(asked: Reader, turn: TurnDep) -> Response:
    """List an account's tasks, in a fixed order, those that are done among them."""
    return await TASKS.every(asked, turn)


@router.get("/{external_id}", response_model=Task, responses=READS)
async def one(asked: Reader, external_id: ExternalId) -> Response:
    """Read a task."""
    return await TASKS.one(asked, external_id)


@router.put("/{external_id}", response_model=Task, responses=writes(Task, creates=True))
async def put(asked: Writer, external_id: ExternalId, sent: TaskGiven) -> Response:
    """Create or update a task. The same request twice does nothing the second time."""
    return await TASKS.put(asked, external_id, sent)


@router.patch("/{external_id}", response_model=Task, responses=writes(Task, creates=False))
async def patch(asked: Writer, external_id: ExternalId, sent: Annotated[TaskPatch, MERGE]) -> Response:
    """Change some fields of a task: send `done_on` alone to tick it off."""
    return await TASKS.patch(asked, external_id, sent)
