"""The decision log of an account, as the vendor's other systems write it."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AfterValidator, Field

from portal.domain.decision_records import DecisionRecord
from portal.services import decision_records
from portal.web.routes.api.answers import READS, Page, TurnDep, writes
from portal.web.routes.api.fields import Day, ExternalId, Given, Name, Reason, Said, Shown, optional
from portal.web.routes.api.resource import MERGE, Reading, Resource, Writing, reading, writing

MOST_READERS: Final = 50

router = APIRouter(prefix="/api/v1/accounts/{account}/decisions", tags=["decisions"])
Reader = Annotated[Reading, reading("decisions:read")]
Writer = Annotated[Writing, writing("decisions:write")]


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


Names = Annotated[tuple[Name, ...], Field(max_length=MOST_READERS), AfterValidator(_each_once)]


class Knows(Shown):
    """Somebody who has been told, when, and by whom."""

    name: str
    told_on: Day
    told_by: str | None


class Decision(Shown):
    """What was decided, why and by whom. `readers` have to know of it, and `told` do.

    One that was made in the portal has no external id and goes by its `id`.
    """

    id: UUID
    external_id: str | None
    what: str
    why: str
    decided_by: str
    decided_on: Day
    readers: tuple[str, ...]
    told: tuple[Knows, ...]


class DecisionGiven(Given):
    """What was decided, and the names of whoever has to know. Put differently, it has to be told again."""

    what: Said
    why: Reason
    decided_by: Name
    decided_on: Day
    readers: Names = ()


class DecisionPatch(DecisionGiven):
    """What to change about a decision; whoever has been told stays among its readers."""

    what: Said = optional()
    why: Reason = optional()
    decided_by: Name = optional()
    decided_on: Day = optional()


DECISIONS: Final = Resource(decision_records, DecisionRecord, Decision)


@router.get("", response_model=Page[Decision], responses=READS)
async def every(asked: Reader, turn: TurnDep) -> Response:
    """List an account's decisions, in a fixed order."""
    return await DECISIONS.every(asked, turn)


@router.get("/{external_id}", response_model=Decision, responses=READS)
async def one(asked: Reader, external_id: ExternalId) -> Response:
    """Read a decision."""
    return await DECISIONS.one(asked, external_id)


@router.put("/{external_id}", response_model=Decision, responses=writes(Decision, creates=True))
async def put(asked: Writer, external_id: ExternalId, sent: DecisionGiven) -> Response:
    """Create or update a decision. What it said before is kept."""
    return await DECISIONS.put(asked, external_id, sent)


@router.patch("/{external_id}", response_model=Decision, responses=writes(Decision, creates=False))
async def patch(asked: Writer, external_id: ExternalId, sent: Annotated[DecisionPatch, MERGE]) -> Response:
    """Change some fields of a decision."""
    return await DECISIONS.patch(asked, external_id, sent)
