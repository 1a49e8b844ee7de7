"""How an account fares: its verdicts, each with the path that led there and the evidence on it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from portal.domain.audit import Actor
from portal.domain.path import PathNode
from portal.domain.risk import Answer, Level
from portal.services import account_records, verdict_records
from portal.services.verdict_records import VerdictRecord
from portal.web.deps import NowDep, ReaderDep
from portal.web.routes.api.answers import READS, Page, TurnDep
from portal.web.routes.api.fields import AccountId, Moment, Shown
from portal.web.routes.api.keys import may

router = APIRouter(prefix="/api/v1/accounts/{account}/verdicts", tags=["verdicts"])
Reader = Annotated[Actor, may("verdicts:read")]


class Row(Shown):
    """One row behind an answer."""

    label: str
    on: str
    state: str


class Question(Shown):
    """A question of the tree: its answer, the numbers it follows from, and the thresholds they were held against.

    `answer` is null where the path ended before it was asked; `missing` says what would make an unknown known.
    """

    id: str
    ask: str
    answer: Answer | None
    signal: str
    says: str
    missing: str | None
    numbers: dict[str, float | None]
    thresholds: dict[str, float]
    evidence: tuple[Row, ...]


class Override(Shown):
    """What one of your staff says against a verdict, and until when."""

    level: Level
    reason: str
    by: str
    started_at: Moment
    expires_at: Moment


class Verdict(Shown):
    """A dated verdict with its path. `superseded_at` is null on the one that holds."""

    id: UUID
    tree: str
    revision: int
    leaf: str
    level: Level
    title: str
    advice: str
    play: str | None
    as_of: Moment
    checked_at: Moment
    superseded_at: Moment | None
    override: Override | None
    path: tuple[Question, ...]


@router.get("", response_model=Page[Verdict], responses=READS)
async def every(
    request: Request, session: ReaderDep, _key: Reader, *, turn: TurnDep, now: NowDep, account: AccountId
) -> Response:
    """List an account's verdicts, the one that holds first."""
    account_id = await account_records.id_of(session, account)
    rows = await verdict_records.page(session, account_id=account_id, after=turn.after, limit=turn.limit + 1, now=now)
    return turn.page(request, rows, _shown, lambda row: row.id)


def _shown(record: VerdictRecord) -> Verdict:
    kept = {name: getattr(record, name) for name in Verdict.model_fields if name not in {"path", "override"}}
    override = Override.model_validate(record.override) if record.override else None
    return Verdict(**kept, override=override, path=tuple(map(_question, record.path)))


def _question(node: PathNode) -> Question:
    return Question(
        id=node.id,
        ask=node.ask,
        answer=node.answer,
        signal=node.signal.name,
        says=node.signal.says,
        missing=node.signal.missing,
        numbers=dict(node.signal.numbers),
        thresholds=dict(node.thresholds),
        evidence=tuple(Row.model_validate(row) for row in node.signal.rows),
    )
