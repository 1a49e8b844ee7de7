"""The touchpoints of an account, as a calendar knows them."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response

from portal.domain import touchpoints as domain
from portal.domain.touchpoints import Settled, State, key_from
from portal.services import touchpoint_records, touchpoints
from portal.web.deps import CatalogueDep, NowDep
from portal.web.routes.api.answers import READS, Page, answer, writes
from portal.web.routes.api.fields import Day, Given, Shown, Text, optional
from portal.web.routes.api.resource import MERGE, Reading, Writing, reading, writing

router = APIRouter(prefix="/api/v1/accounts/{account}/touchpoints", tags=["touchpoints"])
Reader = Annotated[Reading, reading("touchpoints:read")]
Writer = Annotated[Writing, writing("touchpoints:write")]
TouchpointId = Annotated[str, Path(max_length=200, description="The touchpoint's id, as the list tells it.")]


class Touchpoint(Shown):
    """A dated value interaction of the plan, in a week of it. `on` is the day it is due, `planned_on` that of the plan.

    The `note` says what came of one that is done, or why it was skipped. Before go-live all of them are forecasts.
    """

    id: str
    name: str
    week: int
    on: Day
    planned_on: Day
    state: State
    settled: Settled | None
    settled_on: Day | None
    settled_by: str | None
    note: str


class TouchpointPatch(Given):
    """What to change about a touchpoint. Send `settled` with a note; null opens it again."""

    on: Day = optional()
    settled: Settled | None = None
    note: Text = ""


@router.get("", response_model=Page[Touchpoint], responses=READS)
async def every(asked: Reader, catalogue: CatalogueDep, now: NowDep) -> Response:
    """List an account's touchpoints, all on one page, in the order of the plan; there are none without a target."""
    found = await touchpoints.of_account(asked.session, catalogue=catalogue, account_id=asked.account_id, now=now)
    return answer(asked.request, Page(items=[_shown(one, now) for one in found], next=None))


@router.get("/{touchpoint}", response_model=Touchpoint, responses=READS)
async def one(asked: Reader, catalogue: CatalogueDep, now: NowDep, touchpoint: TouchpointId) -> Response:
    """Read a touchpoint."""
    key = key_from(touchpoint)
    found = await touchpoints.find(asked.session, catalogue=catalogue, account_id=asked.account_id, key=key, now=now)
    return answer(asked.request, _shown(found, now))


@router.patch("/{touchpoint}", response_model=Touchpoint, responses=writes(Touchpoint, creates=False))
async def patch(
    asked: Writer, catalogue: CatalogueDep, touchpoint: TouchpointId, sent: Annotated[TouchpointPatch, MERGE]
) -> Response:
    """Move a touchpoint to another day, say that it was held or skipped, or open it again."""
    session, account_id, key, now = asked.session, asked.account_id, key_from(touchpoint), asked.now
    before = await touchpoints.taken(session, catalogue=catalogue, account_id=account_id, key=key, now=now)
    asked.conditions.require(_shown(before, now), needed=True)
    await touchpoint_records.keep(session, before, sent.given(), actor=asked.key, now=now)
    after = await touchpoints.find(session, catalogue=catalogue, account_id=account_id, key=key, now=now)
    return answer(asked.request, _shown(after, now))


def _shown(one: domain.Touchpoint, now: datetime) -> Touchpoint:
    noted = one.record
    return Touchpoint(
        id=str(one.key),
        name=one.name,
        week=one.station.week,
        on=one.on,
        planned_on=one.station.planned_on or one.on,
        state=one.state(now.astimezone(UTC).date()),
        settled=noted.settled,
        settled_on=noted.settled_on,
        settled_by=noted.settled_by,
        note=noted.note,
    )
