"""What the portal sends people outside of its pages: what about, how far it has come, and why it was sent or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from portal.domain.preferences import Channel, Occasion
from portal.domain.wording import phrase


class Topic(StrEnum):
    """What a delivery is about."""

    INVITATION = "invitation"
    TEST = "test"
    NOTE = "note"
    UNBLOCKED = "unblocked"
    TASK = "task"
    NUDGE = "nudge"
    MILESTONE = "milestone"
    REPORT = "report"
    SUMMARY = "summary"
    TOUCHPOINT = "touchpoint"
    VERDICT = "verdict"
    DIGEST = "digest"
    QUESTIONS = "questions"

    @property
    def label(self) -> str:
        """The topic as a person reads it."""
        return LABELS[self]

    @property
    def occasion(self) -> Occasion | None:
        """Which of its reader's preferences it goes by; None where they have no say."""
        return OCCASIONS.get(self)

    @property
    def transactional(self) -> bool:
        """Whether somebody waits for it: no cap, no quiet hours."""
        return self in TRANSACTIONAL

    @property
    def urges(self) -> bool:
        """Whether the portal itself presses for something. It does not while an onboarding rests."""
        return self in URGING


LABELS: Final[Mapping[Topic, str]] = {
    Topic.INVITATION: phrase("An invitation"),
    Topic.TEST: phrase("A test"),
    Topic.NOTE: phrase("A note from a colleague"),
    Topic.UNBLOCKED: phrase("A wait that ended"),
    Topic.TASK: phrase("A task that can begin"),
    Topic.NUDGE: phrase("A milestone that is due"),
    Topic.MILESTONE: phrase("A milestone the team reached"),
    Topic.REPORT: phrase("A value report"),
    Topic.SUMMARY: phrase("Your week in short"),
    Topic.TOUCHPOINT: phrase("A touchpoint that is due"),
    Topic.VERDICT: phrase("A verdict that got worse"),
    Topic.DIGEST: phrase("The week of your accounts"),
    Topic.QUESTIONS: phrase("Questions that are still open"),
}
OCCASIONS: Final[Mapping[Topic, Occasion]] = {
    Topic.NOTE: Occasion.REMINDER,
    Topic.UNBLOCKED: Occasion.REMINDER,
    Topic.TASK: Occasion.NUDGE,
    Topic.NUDGE: Occasion.NUDGE,
    Topic.MILESTONE: Occasion.MILESTONE,
    Topic.REPORT: Occasion.REPORT,
    Topic.SUMMARY: Occasion.SUMMARY,
    Topic.QUESTIONS: Occasion.NUDGE,
    Topic.TOUCHPOINT: Occasion.TOUCHPOINT,
    Topic.VERDICT: Occasion.VERDICT,
    Topic.DIGEST: Occasion.DIGEST,
}
TRANSACTIONAL: Final = frozenset({Topic.INVITATION, Topic.TEST})
URGING: Final = frozenset({Topic.TASK, Topic.NUDGE, Topic.SUMMARY, Topic.QUESTIONS})


class State(StrEnum):
    """How far a delivery has come. From `sending` on the mail server may have it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    NOT_SENT = "not_sent"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """The state as a person reads it."""
        return {
            "waiting": phrase("Waiting"),
            "sending": phrase("Being sent"),
            "sent": phrase("Sent"),
            "not_sent": phrase("Not sent"),
            "returned": phrase("Came back"),
        }[self.value]


class Reason(StrEnum):
    """Why something waits, or was not sent."""

    AFTER_ANOTHER = "after_another"
    QUIET_HOURS = "quiet_hours"
    ENOUGH_TODAY = "enough_today"
    ENOUGH_THIS_WEEK = "enough_this_week"
    SNOOZED = "snoozed"
    SERVER_BUSY = "server_busy"
    UNWANTED = "unwanted"
    ON_HOLD = "on_hold"
    DISMISSED = "dismissed"
    OVER = "over"
    TOO_LATE = "too_late"
    LONG_PAST = "long_past"
    LEFT = "left"
    BOUNCED = "bounced"
    CAME_BACK = "came_back"
    COMPLAINED = "complained"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    INTERRUPTED = "interrupted"
    NO_MAIL = "no_mail"
    UNWRITABLE = "unwritable"

    @property
    def sentence(self) -> str:
        """The reason as a person reads it."""
        return SENTENCES[self]


SENTENCES: Final[Mapping[Reason, str]] = {
    Reason.AFTER_ANOTHER: phrase("Something more urgent came first: it is one thing at a time."),
    Reason.QUIET_HOURS: phrase("It waits for the end of the quiet hours."),
    Reason.ENOUGH_TODAY: phrase("Enough was sent that day; it waits for the next morning."),
    Reason.ENOUGH_THIS_WEEK: phrase("Enough was sent that week; it waits for the next one."),
    Reason.SNOOZED: phrase("It was put off in the portal, and waits for that day."),
    Reason.SERVER_BUSY: phrase("The mail server asked to try again later."),
    Reason.UNWANTED: phrase("E-mail about this is switched off in the profile."),
    Reason.ON_HOLD: phrase("The onboarding was on hold, and nobody is pressed then."),
    Reason.DISMISSED: phrase("It was dismissed in the portal before."),
    Reason.OVER: phrase("It was seen or settled before it could be sent."),
    Reason.TOO_LATE: phrase("It waited so long that it was no news any more."),
    Reason.LONG_PAST: "Its day was more than a week past when the portal came to it.",
    Reason.LEFT: phrase("The person cannot sign in any more."),
    Reason.BOUNCED: phrase("The mail server says that there is no such address; nothing more is sent to it."),
    Reason.CAME_BACK: phrase("The reader's mail server had no place for it, or could not be reached for days."),
    Reason.COMPLAINED: phrase("The reader reported a letter as unwanted; nothing more is sent to the address."),
    Reason.REFUSED: phrase("The mail server refused the letter itself."),
    Reason.GAVE_UP: phrase("The mail server could not be reached for hours."),
    Reason.INTERRUPTED: phrase(
        "The portal stopped while it was being sent. It may have arrived, so it is not repeated."
    ),
    Reason.NO_MAIL: phrase("No mail server is set up."),
    Reason.UNWRITABLE: phrase("The portal could not put it into words. Its log says why."),
}
IN_THE_PORTAL: Final[Mapping[Reason, str]] = {
    Reason.ENOUGH_TODAY: phrase("Enough was said that day."),
    Reason.SNOOZED: phrase("It was put off to a later day."),
    Reason.UNWANTED: phrase("Nudges about this are switched off in the profile."),
    Reason.DISMISSED: phrase("It was dismissed."),
}
"""The reasons that read otherwise where something is shown rather than sent."""


class Audience(StrEnum):
    """Whom deliveries go to: a member, one of the staff, or somebody who is only an address yet."""

    MEMBER = "member"
    STAFF = "staff"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom something goes to, and the address for it; somebody who is only an address has no `id`."""

    audience: Audience
    id: UUID | None
    email: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to tell one person by one channel. `facts` are what the words for it are made of.

    Deliveries that went out together have the same `letter`; `subject` was that letter's.
    """

    id: UUID
    account_id: UUID | None
    recipient: Recipient
    channel: Channel
    topic: Topic
    state: State
    attempts: int
    next_at: datetime
    reason: Reason | None
    letter: UUID | None
    subject: str | None
    facts: Mapping[str, Any]
    created_at: datetime
    sent_at: datetime | None

    @property
    def due_on(self) -> date | None:
        """The day of the touchpoint it tells of; None for whatever else it tells."""
        return date.fromisoformat(self.facts["touchpoint"]["on"]) if self.topic is Topic.TOUCHPOINT else None

    @property
    def days_past(self) -> int:
        """How many days its day was past when the portal came to it; 0 for what has no day."""
        return (self.created_at.date() - self.due_on).days if self.due_on else 0

    @property
    def shown(self) -> bool:
        """Whether it is something to show in the portal, rather than to send."""
        return self.channel is Channel.IN_APP

    @property
    def standing(self) -> str:
        """How far it has come, as a person reads it."""
        if not self.shown:
            return self.state.label
        return phrase("Shown") if self.state is State.SENT else phrase("Not shown")

    @property
    def because(self) -> str | None:
        """Why it waits or did not reach anybody, or what its reader said to it, as a person reads it."""
        if self.reason is None:
            return None
        return IN_THE_PORTAL.get(self.reason, self.reason.sentence) if self.shown else self.reason.sentence


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for: parts of a person's and an account's name, and words. What is empty is not asked for."""

    who: str = ""
    account: str = ""
    channel: Channel | None = None
    topic: Topic | None = None
    state: State | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A delivery with the names of its account and of the person, as far as it has them."""

    delivery: Delivery
    account: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened and somebody may be told. The key is that of the happening and the person, for good."""

    key: str
    topic: Topic
    account_id: UUID | None
    recipient: Recipient
    facts: Mapping[str, Any]
