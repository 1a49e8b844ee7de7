"""What makes an account urgent, how much each reason weighs, and in which order they are told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.lifecycle import Hold, Touchpoint
from portal.domain.risk import Level
from portal.domain.signals import Action
from portal.domain.urgency import (
    MOST_TASK_POINTS,
    Kind,
    Reason,
    Situation,
    Stands,
    Waiting,
    from_json,
    reasons,
    score,
    to_json,
)

NOW = datetime(2026, 11, 17, 9, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
CALM = Situation(NOW, Stands(Level.ON_TRACK, NOW - 30 * DAY, "All is well."), None, (), (), ())


def test_a_calm_account_needs_nobody() -> None:
    assert reasons(CALM) == ()
    assert score(()) == 0


@pytest.mark.parametrize(
    ("level", "points"),
    [(Level.CRITICAL, 50), (Level.AT_RISK, 35), (Level.WATCH, 15), (Level.UNKNOWN, 0), (Level.NOT_STARTED, 0)],
)
def test_a_verdict_weighs_by_its_level(level: Level, points: int) -> None:
    about = replace(CALM, stands=Stands(level, NOW - 30 * DAY, "0 of 3 invites."))
    assert score(reasons(about)) == points
    assert all(reason.says == "0 of 3 invites." for reason in reasons(about))


@pytest.mark.parametrize(
    ("before", "days_ago", "counts"),
    [
        (Level.ON_TRACK, 1, True),
        (Level.ON_TRACK, 7, False),
        (Level.CRITICAL, 1, False),
        (None, 1, False),
    ],
)
def test_getting_worse_counts_for_a_week(before: Level | None, days_ago: int, *, counts: bool) -> None:
    about = replace(CALM, stands=Stands(Level.AT_RISK, NOW - days_ago * DAY, "Nobody answers.", before))
    moved = [reason for reason in reasons(about) if reason.kind is Kind.WORSE]
    assert bool(moved) is counts
    if counts:
        assert moved[0].says == "Moved from on track to at risk on 16 Nov."


def test_a_date_that_passed_counts_and_one_of_today_does_not() -> None:
    target = Touchpoint("Go-live", TODAY - DAY, 6, forecast=True)
    assert [one.says for one in reasons(replace(CALM, next=target))] == ["Go-live was due on 16 Nov."]
    assert reasons(replace(CALM, next=replace(target, on=TODAY))) == ()


def test_the_longest_wait_is_told() -> None:
    waiting = (Waiting("Elif Kaya", NOW - DAY), Waiting("Sara Nyberg", NOW - 3 * DAY))
    (reason,) = reasons(replace(CALM, waiting=waiting))
    assert (reason.kind, reason.says) == (Kind.BLOCKED, "A milestone waits on Sara Nyberg since 14 Nov.")


@pytest.mark.parametrize(("days", "points"), [(1, 10), (3, 12), (40, MOST_TASK_POINTS)])
def test_an_overdue_task_weighs_more_each_day_up_to_a_limit(days: int, points: int) -> None:
    (reason,) = reasons(replace(CALM, tasks=(Action("Name the pilot", None, TODAY - days * DAY),)))
    assert (reason.kind, reason.points) == (Kind.TASK, points)


def test_tasks_that_are_done_or_due_today_do_not_count_and_the_oldest_speaks_for_the_rest() -> None:
    done = Action("Done late", None, TODAY - 9 * DAY, TODAY)
    tasks = (done, Action("Today", None, TODAY), Action("A", None, TODAY - DAY), Action("B", None, TODAY - 2 * DAY))
    assert [one.says for one in reasons(replace(CALM, tasks=tasks))] == ["“B” is 2 days late, and 1 more."]
    assert reasons(replace(CALM, tasks=tasks[:2])) == ()


@pytest.mark.parametrize(
    ("ends_in", "says"),
    [
        (4, None),
        (3, "The hold is expected to end on 20 Nov."),
        (-2, "The hold was expected to end on 15 Nov."),
    ],
)
def test_on_hold_only_the_end_of_the_hold_counts(ends_in: int, says: str | None) -> None:
    hold = Hold(TODAY - 9 * DAY, None, TODAY + ends_in * DAY)
    about = replace(
        CALM,
        stands=Stands(Level.CRITICAL, NOW, "Nobody answers."),
        tasks=(Action("A", None, TODAY - DAY),),
        holds=(hold,),
    )
    assert [one.says for one in reasons(about)] == ([says] if says else [])


def test_a_hold_that_ended_is_over() -> None:
    over = Hold(TODAY - 9 * DAY, TODAY, TODAY)
    assert [one.kind for one in reasons(replace(CALM, tasks=(Action("A", None, TODAY - DAY),), holds=(over,)))] == [
        Kind.TASK
    ]


def test_the_weightiest_reason_comes_first_and_the_score_is_their_sum() -> None:
    about = replace(
        CALM,
        stands=Stands(Level.WATCH, NOW, "Plateau.", Level.ON_TRACK),
        tasks=(Action("A", None, TODAY - DAY),),
    )
    found = reasons(about)
    assert [(one.kind, one.points) for one in found] == [(Kind.WORSE, 20), (Kind.VERDICT, 15), (Kind.TASK, 10)]
    assert score(found) == 45


def test_reasons_come_back_as_they_were_kept() -> None:
    found = (Reason(Kind.BLOCKED, 15, "A milestone waits on “Ana”."), Reason(Kind.TASK, 10, "“A” is 1 day late."))
    assert from_json(to_json(found)) == found
