"""Meeting invites, put together from the events that report them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

SENT: Final = "Meeting Invite Sent"
ACCEPTED: Final = "Meeting Invite Accepted"
DECLINED: Final = "Meeting Invite Declined"
ATTENDED: Final = "Meeting Invite Attended"
INVITE_EVENTS: Final = (SENT, ACCEPTED, DECLINED, ATTENDED)


class InviteState(StrEnum):
    """What became of an invite; the value is the word a reader sees."""

    ATTENDED = "attended"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    OPEN = "no answer yet"

    @property
    def answered_well(self) -> bool:
        """Whether somebody came, or said they would."""
        return self in {InviteState.ATTENDED, InviteState.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Invite:
    """One meeting the customer was asked to."""

    id: str
    title: str
    sent_on: date
    state: InviteState


@dataclass(frozen=True, slots=True)
class InviteEvent:
    """One stored event about an invite, as its sender wrote the properties."""

    name: str
    at: datetime
    member_id: UUID | None
    properties: Mapping[str, object]

    @property
    def invite_id(self) -> str | None:
        """The invite it is about; None where the sender left it out or wrote something else."""
        given = self.properties.get("invite_id")
        return str(given) if isinstance(given, str | int) and not isinstance(given, bool) and given != "" else None

    @property
    def guest(self) -> UUID | str | None:
        """Whose answer it is: a member's, or that of somebody who is only named; None where the sender left it out."""
        named = self.properties.get("attendee")
        return self.member_id or (named if isinstance(named, str) else None)

    @property
    def title(self) -> str:
        """What the meeting is called."""
        given = self.properties.get("title")
        return given.strip() if isinstance(given, str) and given.strip() else "Meeting"


def gather(events: Iterable[InviteEvent]) -> tuple[Invite, ...]:
    """The invites that were sent, in order, each with what became of it.

    Each person's latest answer counts; one person who accepts is enough. Answers to invites that were
    never reported as sent are left out, because nobody can say when those were sent.
    """
    sent: dict[str, InviteEvent] = {}
    answers: dict[str, dict[UUID | str | None, str]] = {}
    for event in sorted(events, key=lambda e: e.at):
        key = event.invite_id
        if event.name == SENT:
            sent.setdefault(key or f"unnamed-{len(sent)}", event)
        elif key is not None and answers.setdefault(key, {}).get(event.guest) != ATTENDED:
            answers[key][event.guest] = event.name
    return tuple(
        Invite(key, event.title, event.at.date(), _state(answers.get(key, {}).values())) for key, event in sent.items()
    )


def _state(answers: Iterable[str]) -> InviteState:
    given = set(answers)
    for name, state in (
        (ATTENDED, InviteState.ATTENDED),
        (ACCEPTED, InviteState.ACCEPTED),
        (DECLINED, InviteState.DECLINED),
    ):
        if name in given:
            return state
    return InviteState.OPEN
