"""What a member was shown in the portal, or was not and why: as the ledger of deliveries has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from portal.domain import nudges
from portal.domain.deliveries import Reason, State, Topic
from portal.domain.nudges import Candidate, Decision, Response, Source

TOPICS: Final[Mapping[Source, Topic]] = {
    Source.HELP: Topic.NOTE,
    Source.REMINDER: Topic.NOTE,
    Source.HANDOVER: Topic.NOTE,
    Source.TASK: Topic.TASK,
    Source.OVERDUE: Topic.NUDGE,
    Source.DUE: Topic.NUDGE,
    Source.OPENED: Topic.NUDGE,
    Source.NEWS: Topic.MILESTONE,
    Source.REPORT: Topic.REPORT,
    Source.QUESTIONS: Topic.QUESTIONS,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """How far a nudge has come, and why it was not shown, or what its reader said to it."""

    state: State
    reason: Reason | None = None


SHOWN: Final = Entry(State.SENT)
ANSWERED: Final[Mapping[Response, Entry]] = {
    Response.DISMISSED: Entry(State.SENT, Reason.DISMISSED),
    Response.SNOOZED: Entry(State.SENT, Reason.SNOOZED),
}


def key_of(candidate: Candidate, member_id: UUID) -> str:
    """What tells the nudge of a member from every other in the ledger."""
    return f"in_app:{candidate.key}:{member_id}"


def facts_of(candidate: Candidate) -> dict[str, Any]:
    """What a nudge is about. By its note it is found when the colleague who wrote that is forgotten."""
    note = {"note_id": str(candidate.note.id)} if candidate.note else {}
    milestone = {"milestone_id": candidate.milestone_id} if candidate.milestone_id else {}
    return {"nudge": candidate.key, **note, **milestone}


def entry_of(candidate: Candidate, decision: Decision) -> Entry:
    """What a decision makes of a nudge."""
    reason = decision.reasons[candidate.key]
    return SHOWN if reason is nudges.Reason.SHOWN else Entry(State.NOT_SENT, Reason(reason))


def news_for(ledger: Mapping[str, Entry], decision: Decision) -> dict[Candidate, Entry]:
    """What a decision changes about what the ledger has by the keys of nudges. What was shown stays shown."""
    return {
        candidate: entry
        for candidate in decision.candidates
        if _moves(ledger.get(candidate.key), entry := entry_of(candidate, decision))
    }


def _moves(before: Entry | None, after: Entry) -> bool:
    if before is None or before.state is State.NOT_SENT:
        return before != after
    return after == SHOWN != before
