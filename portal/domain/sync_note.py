"""The weekly note across the tracks of an onboarding, drafted from what was decided, done and moved in the week."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from portal.domain.decision_log import Decision
from portal.domain.tasks import State, Task
from portal.domain.timeline import Moment
from portal.domain.wording import count_of, day, listed

WEEK = timedelta(days=7)
AHEAD = timedelta(days=14)
"""What is due within so many days of the week's end stands among what is next."""


@dataclass(frozen=True, slots=True)
class TrackNow:
    """A track, who owns it, and what the plan has it do now."""

    title: str
    owner: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits on somebody since a day."""

    what: str
    on: str
    since: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Week:
    """What is known of an account's week, which begins on a Monday, as of a day."""

    account: str
    monday: date
    today: date
    verdicts: Sequence[Moment]
    rests_until: date | None
    decisions: Sequence[Decision]
    tracks: Sequence[TrackNow]
    waits: Sequence[Wait]
    tasks: Sequence[Task]

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + WEEK - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SyncNote:
    """The note of a week as somebody saved it; once it is sent it stays as it is."""

    week: date
    text: str
    version: int
    edited_by: str | None
    sent_at: datetime | None
    sent_by: str | None


def monday_of(on: date) -> date:
    """The Monday of the week of a day."""
    return on - timedelta(days=on.weekday())


def draft(week: Week) -> str:
    """The note in Markdown; a part with nothing to say is left out."""
    parts = (
        ("Where we stand", _stands(week)),
        ("Decided", chain.from_iterable(map(_decided, week.decisions))),
        ("Tracks", map(_track, week.tracks)),
        ("Waiting", map(_waiting, week.waits)),
        ("Done this week", map(_done, _finished(week))),
        ("Next", (_next(task, week.today) for task in _ahead(week))),
    )
    said = [f"# {week.account}: week of {day(week.monday)}"]
    for title, found in parts:
        if lines := list(found):
            said += [f"## {title}", "\n".join(lines)]
    if len(said) == 1:
        said.append("Nothing was decided, done or moved this week.")
    return "\n\n".join(said) + "\n"


def _stands(week: Week) -> Iterator[str]:
    if week.rests_until:
        yield f"- **On hold**, expected until {day(week.rests_until)}: both clocks stand still."
    for moment in week.verdicts:
        yield f"- {day(moment.at)}: **{moment.what}.** {moment.says}"


def _decided(decision: Decision) -> Iterator[str]:
    says = decision.says
    yield f"- **{says.what.rstrip('.')}.** {says.decided_by}, {day(says.decided_on)}. {' '.join(says.why.split())}"
    if decision.untold:
        yield f"  - Still has to know: {listed([reader.name for reader in decision.untold])}."


def _track(track: TrackNow) -> str:
    owner = track.owner or "no owner yet"
    doing = listed(track.activities) if track.activities else "nothing planned this week"
    return f"- **{track.title}** ({owner}): {doing}."


def _waiting(wait: Wait) -> str:
    return f"- “{wait.what}” waits on **{wait.on}** since {day(wait.since)}. {' '.join(wait.why.split())}".rstrip()


def _finished(week: Week) -> list[Task]:
    return [task for task in week.tasks if task.done_on and week.monday <= task.done_on <= week.sunday]


def _done(task: Task) -> str:
    return f"- {task.title}{f' ({task.owner.name})' if task.owner else ''}"


def _ahead(week: Week) -> list[Task]:
    return [task for task in week.tasks if not task.done_on and task.due_on <= week.sunday + AHEAD]


def _next(task: Task, today: date) -> str:
    owner = task.owner.name if task.owner else "nobody yet"
    match task.state(today):
        case State.OVERDUE:
            when = f"{count_of((today - task.due_on).days, 'day')} late"
        case State.WAITING if task.first:
            when = f"after “{task.first.title}”"
        case _:
            when = f"by {day(task.due_on)}"
    return f"- {task.title}: {owner}, {when}"
