from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from portal.domain.acts import Blocked
from portal.domain.notes import NoteKind, TeamNote
from portal.domain.nudges import Source
from portal.domain.occasions import Surroundings, candidates, note_of
from portal.domain.playbook import Ladder
from portal.domain.progress import Facts, climb
from portal.domain.roles import Role
from portal.domain.tasks import Freed
from tests.factories import milestone

TODAY = date(2026, 11, 17)
NOTE = UUID(int=7)
LADDER = Ladder("admin", Role.ADMIN, "Admin", "Up.", (milestone("a"), milestone("b", spacing_days=2)))


def moment(number: int) -> datetime:
    return datetime.combine(TODAY + timedelta(days=number), time(9), UTC)


def found(
    facts: Facts | None = None,
    *,
    due: int | None = None,
    notes: tuple[TeamNote, ...] = (),
    report: int | None = None,
    questions: bool = False,
    freed: tuple[Freed, ...] = (),
) -> dict[str, Source]:
    planned = {} if due is None else {"a": TODAY + timedelta(days=due)}
    around = Surroundings(notes, planned, report, questions, freed)
    return {one.key: one.source for one in candidates(climb(LADDER, facts or Facts(), TODAY), around, TODAY)}


@pytest.mark.parametrize("kind", NoteKind)
def test_every_note_of_a_colleague_is_something_to_say(kind: NoteKind) -> None:
    note = TeamNote(NOTE, "b", kind, "Jonas", "Please", moment(-1))
    assert found(notes=(note,)) == {f"note:{NOTE}": Source(kind.value)}


@pytest.mark.parametrize(
    ("due", "source"),
    [(3, None), (2, Source.DUE), (0, Source.DUE), (-1, Source.OVERDUE), (-14, Source.OVERDUE), (-15, None)],
)
def test_what_is_next_is_told_shortly_before_its_day_and_not_for_ever_after(due: int, source: Source | None) -> None:
    assert list(found(due=due).values()) == ([source] if source else [])


def test_another_planned_day_is_another_thing_to_say() -> None:
    assert found(due=1).keys() != found(due=2).keys()


def test_who_waits_for_somebody_is_not_told_that_it_is_due() -> None:
    held = Blocked("Elif", "Four addresses", moment(-3), "Priya Raman")
    assert found(Facts(blocked={"a": held}), due=1) == {}


@pytest.mark.parametrize(("reached", "said"), [(-1, False), (-2, True), (-5, True), (-6, False)])
def test_a_rested_milestone_is_told_when_it_opens_and_for_three_days(reached: int, said: bool) -> None:  # noqa: FBT001 - a table
    assert found(Facts(done={"a": moment(reached)})) == ({"opened:b": Source.OPENED} if said else {})


def test_a_report_and_open_questions_are_told() -> None:
    assert found(report=3, questions=True) == {"report:3": Source.REPORT, "questions": Source.QUESTIONS}


@pytest.mark.parametrize(("key", "note"), [(f"note:{NOTE}", NOTE), ("note:x", None), ("due:a:2026-11-17", None)])
def test_the_key_of_a_note_names_it(key: str, note: UUID | None) -> None:
    assert note_of(key) == note


def test_a_task_that_can_begin_is_worth_saying() -> None:
    assert found(freed=(Freed(NOTE, "Train the second shift", "Book a room"),)) == {f"task:{NOTE}": Source.TASK}
