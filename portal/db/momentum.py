"""What happened around a member since their last visit, and what they said to nudges: all of it in one query."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.db import tables, upsert
from portal.db.base import UtcDateTime
from portal.db.prepared import Prepared
from portal.db.tables import (
    Answer,
    Blocker,
    Delivery,
    Handover,
    Member,
    MilestoneCompletion,
    NudgeAnswer,
    Stakeholder,
    StepCompletion,
    StepCounter,
    Task,
    ValueReport,
    Visit,
)
from portal.db.team_notes import is_for, seen_by
from portal.domain import nudges, visits
from portal.domain.deliveries import Reason, State
from portal.domain.notes import NoteKind, TeamNote
from portal.domain.nudges import Response
from portal.domain.preferences import Channel
from portal.domain.shown_nudges import Entry
from portal.domain.tasks import Audience, Freed
from portal.domain.visits import PAUSE, Change, Kind

Rows = Select[*tuple[Any, ...]]

ACCOUNT = bindparam("account", type_=Uuid())
MEMBER = bindparam("member", type_=Uuid())
PAUSED = bindparam("paused", type_=UtcDateTime())
RECENT = bindparam("recent", type_=UtcDateTime())
NO_WORD = literal(None, String)
NO_TIME = literal(None, UtcDateTime)
NO_DAY = literal(None, Date)

STILL_AT_IT: Final = timedelta(days=14)
"""Whoever did nothing for a milestone for longer is not on it any more."""


@dataclass(frozen=True, slots=True)
class Around:
    """A member's latest visit, what changed since it, and the rest of what their start page tells about it.

    `notes` are those of colleagues that the member has not seen, the latest first. `busy` names by milestone the
    colleague who did something for it last; `answered` are discovery questions, `report` is the number of a new one.
    `tasks_left` counts the open tasks that the customer sees, `freed` are the member's own that can begin. `ledger` has
    what is known of nudges by their keys.
    """

    visit: visits.Visit | None = None
    changes: tuple[Change, ...] = ()
    notes: tuple[TeamNote, ...] = ()
    answers: dict[str, nudges.Answer] = field(default_factory=dict)
    busy: dict[str, str] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    tasks_left: int = 0
    freed: tuple[Freed, ...] = ()
    report: int | None = None
    ledger: dict[str, Entry] = field(default_factory=dict)


Given = ColumnElement[Any] | InstrumentedAttribute[Any]


def _row(kind: str, **given: Given) -> Rows:
    """A part of the query that gives the named columns; the others are empty."""
    words: dict[str, Given] = {"milestone": NO_WORD, "word": NO_WORD, "name": NO_WORD, "sort": NO_WORD, "text": NO_WORD}
    columns = words | {"at": NO_TIME, "seen_at": NO_TIME, "day": NO_DAY} | given
    return select(literal(kind).label("kind"), *(column.label(name) for name, column in columns.items()))


def _here(table: type[Any]) -> ColumnElement[bool]:
    return and_(table.account_id == ACCOUNT, table.member_id == MEMBER)


def _known_until() -> ColumnElement[Any]:
    """Up to when the member knows everything: after a pause, up to when they were last seen."""
    return case((Visit.seen_at <= PAUSED, Visit.seen_at), else_=Visit.known_until)


def _reached() -> Rows:
    """Milestones that colleagues reached, or the account as a whole."""
    of = MilestoneCompletion
    return (
        _row(Kind.REACHED, milestone=of.milestone_id, name=Member.name, at=of.at)
        .join(Visit, and_(_here(Visit), of.at > _known_until()))
        .outerjoin(Member, and_(Member.account_id == of.account_id, Member.id == of.subject_id))
        .where(of.account_id == ACCOUNT, of.subject_id != MEMBER)
    )


def _verified() -> Rows:
    """Steps that the member ticked and the product confirmed afterwards."""
    of = StepCompletion
    return (
        _row(Kind.VERIFIED, milestone=of.milestone_id, at=of.verified_at)
        .join(Visit, and_(_here(Visit), of.verified_at > _known_until()))
        .where(of.account_id == ACCOUNT, of.by_id == MEMBER, of.verified_at > of.at)
    )


def _unblocked() -> Rows:
    of = Blocker
    return (
        _row(Kind.UNBLOCKED, milestone=of.milestone_id, name=of.waits_on, at=of.ended_at)
        .join(Visit, and_(_here(Visit), of.ended_at > _known_until()))
        .where(of.account_id == ACCOUNT, of.subject_id.in_((ACCOUNT, MEMBER)), of.ended_at > of.since)
    )


def _at_it() -> tuple[Rows, Rows, Rows]:
    """Which colleagues did something for which milestone lately, in the product or by hand, or were handed it."""
    counted, ticked, handed = StepCounter, StepCompletion, Handover
    return (
        _row("busy", milestone=counted.milestone_id, name=Member.name, at=func.max(counted.last_at))
        .join(Member, and_(Member.account_id == counted.account_id, Member.id == counted.person_id))
        .where(counted.account_id == ACCOUNT, counted.person_id != MEMBER, counted.last_at > RECENT)
        .group_by(counted.milestone_id, Member.id, Member.name),
        _row("busy", milestone=ticked.milestone_id, name=Member.name, at=func.max(ticked.at))
        .join(Member, and_(Member.account_id == ticked.account_id, Member.id == ticked.by_id))
        .where(ticked.account_id == ACCOUNT, ticked.by_id != MEMBER, ticked.at > RECENT)
        .group_by(ticked.milestone_id, Member.id, Member.name),
        _row("busy", milestone=handed.milestone_id, name=Member.name, at=handed.at)
        .join(Member, and_(Member.account_id == handed.account_id, Member.id == handed.to_id))
        .where(handed.account_id == ACCOUNT, handed.subject_id == ACCOUNT, handed.to_id != MEMBER),
    )


def _answers() -> Rows:
    of = NudgeAnswer
    return _row("nudge", word=of.nudge, sort=type_coerce(of.response, String), at=of.at, day=of.until).where(_here(of))


def _ledger() -> Rows:
    """What the member was shown in the portal, and what not and why."""
    of, nudge = Delivery, Delivery.facts["nudge"].as_string()
    state, reason = type_coerce(of.state, String), type_coerce(of.reason, String)
    return _row("ledger", word=nudge, sort=state, text=reason).where(_here(of), of.channel == Channel.IN_APP)


def _notes() -> Rows:
    of = tables.TeamNote
    kind, note = type_coerce(of.kind, String), cast(of.id, String)
    return (
        _row("note", milestone=of.milestone_id, word=note, sort=kind, name=Member.name, text=of.note, at=of.at)
        .join(Member, and_(Member.account_id == of.account_id, Member.id == of.from_id))
        .where(of.account_id == ACCOUNT, is_for(MEMBER), ~seen_by(MEMBER))
    )


def _tasks() -> Rows:
    """The open tasks of the account; of the member's own, what came first and is done."""
    of, first, address = Task, aliased(Task), select(func.lower(Member.email))
    member = address.where(Member.account_id == ACCOUNT, Member.id == MEMBER).scalar_subquery()
    own = or_(of.member_id == MEMBER, func.lower(Stakeholder.email) == member)
    return (
        _row("task", word=cast(of.id, String), text=of.title, name=case((own, first.title)), day=first.done_on)
        .outerjoin(first, and_(first.account_id == of.account_id, first.id == of.first_id))
        .outerjoin(Stakeholder, and_(Stakeholder.account_id == of.account_id, Stakeholder.id == of.stakeholder_id))
        .where(of.account_id == ACCOUNT, of.audience == Audience.CUSTOMER, of.done_on.is_(None))
    )


def _report() -> Rows:
    """The number of the latest report, while it is news."""
    of, latest = ValueReport, func.max(ValueReport.number)
    fresh = and_(of.account_id == ACCOUNT, of.at > RECENT)
    return _row("report", word=cast(latest, String)).where(fresh).having(latest.is_not(None))


@Prepared
def _around() -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(
        _row("visit", at=Visit.known_until, seen_at=Visit.seen_at).where(_here(Visit)),
        _answers(),
        _ledger(),
        _row("answered", word=Answer.question).where(Answer.account_id == ACCOUNT),
        _reached(),
        _verified(),
        _unblocked(),
        *_at_it(),
        _notes(),
        _report(),
        _tasks(),
    )


async def around(session: AsyncSession, *, account_id: UUID, member_id: UUID, now: datetime) -> Around:
    """What happened around a member."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in await _around.rows(
        session, account=account_id, member=member_id, paused=now - PAUSE, recent=now - STILL_AT_IT
    ):
        found[row.kind].append(row)
    return Around(
        visit=next((visits.Visit(row.at, row.seen_at) for row in found["visit"]), None),
        changes=tuple(_changes(found)),
        notes=tuple(_note(row) for row in sorted(found["note"], key=lambda row: (row.at, row.word), reverse=True)),
        answers={row.word: nudges.Answer(Response(row.sort), row.at, row.day) for row in found["nudge"]},
        ledger={row.word: Entry(State(row.sort), row.text and Reason(row.text)) for row in found["ledger"]},
        busy={row.milestone: row.name for row in sorted(found["busy"], key=lambda row: (row.at, row.name))},
        answered=frozenset(row.word for row in found["answered"]),
        tasks_left=len(found["task"]),
        freed=tuple(Freed(UUID(row.word), row.text, row.name) for row in _freed(found["task"])),
        report=next((int(row.word) for row in found["report"]), None),
    )


def _freed(rows: Sequence[Any]) -> list[Any]:
    return sorted((row for row in rows if row.name and row.day), key=lambda row: (row.day, row.text, row.word))


def _note(row: Any) -> TeamNote:  # noqa: ANN401 - a row of `_around`
    return TeamNote(UUID(row.word), row.milestone, NoteKind(row.sort), row.name, row.text, row.at)


def _changes(found: Mapping[str, Sequence[Any]]) -> Iterator[Change]:
    for kind in (Kind.UNBLOCKED, Kind.REACHED):
        yield from (Change(kind, row.milestone, row.at, row.name) for row in found[kind])
    verified: dict[str, list[datetime]] = defaultdict(list)
    for row in found[Kind.VERIFIED]:
        verified[row.milestone].append(row.at)
    for milestone_id, moments in verified.items():
        yield Change(Kind.VERIFIED, milestone_id, max(moments), steps=len(moments))


async def note_visit(session: AsyncSession, *, account_id: UUID, member_id: UUID, visit: visits.Visit) -> None:
    """Keep a member's latest visit."""
    values = {"known_until": visit.known_until, "seen_at": visit.seen_at}
    statement = upsert.insert(session, Visit).values(account_id=account_id, member_id=member_id, **values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=[Visit.account_id, Visit.member_id], set_=values)
    )


async def answers(session: AsyncSession, *, account_id: UUID, member_id: UUID) -> dict[str, nudges.Answer]:
    """What a member said to nudges last, by their keys."""
    of = NudgeAnswer
    query = select(of.nudge, of.response, of.at, of.until).where(of.account_id == account_id, of.member_id == member_id)
    return {nudge: nudges.Answer(response, at, until) for nudge, response, at, until in await session.execute(query)}


async def answer_nudge(
    session: AsyncSession, *, account_id: UUID, member_id: UUID, key: str, answer: nudges.Answer
) -> None:
    """Keep what a member said to a nudge last."""
    values = {"response": answer.response, "until": answer.until, "at": answer.at}
    keys = {"account_id": account_id, "member_id": member_id, "nudge": key}
    statement = upsert.insert(session, NudgeAnswer).values(**keys, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=values))
