"""After go-live: growing, plateau and cliff, and the touchpoints whenever go-live happens."""

import pytest

from portal.db.engine import Database
from portal.domain.risk import Level
from tests.walkthrough.stories import Story, begin, on

CLIFF = "Red flag: active users declining"
WEEKS_AFTER = (1, 3, 5, 7, 11, 16, 20)
NAMES = [
    "First value report",
    "User success story",
    "Use-case expansion",
    "Business review",
    "Business review",
    "Business review",
    "Expansion readiness",
]


async def live_with(database: Database, *people: int) -> Story:
    """An account that went live after six weeks, with so many active people in each week since."""
    story = await begin(database, went_live_on=42)
    await story.hand_over("Sara Nyberg", "Jon Ek", "Mira Sol", "Dr. Eva Lund")
    members = await story.members(14)
    for week, number in enumerate(people):
        await story.use(members[:number], 42 + week * 7 + 2)
    return story


async def test_growing_from_week_six_to_twelve_is_healthy(database: Database) -> None:
    view = await (await live_with(database, 6, 7, 8, 9, 10, 11)).look(85)
    assert (view.view.week, view.leaf, view.flags) == (12, "healthy", {})
    assert view.view.guidance.stage
    assert view.view.guidance.stage.id == "sustained"


async def test_a_plateau_asks_for_a_demonstration_of_value(database: Database) -> None:
    view = await (await live_with(database, 10, 10, 10, 10, 10, 10)).look(85)
    assert (view.leaf, view.flags) == ("plateau", {})
    assert view.play == "demonstrate_value"


async def test_the_cliff_is_flagged_weeks_before_half_the_people_are_gone(database: Database) -> None:
    story = await live_with(database, 12, 12, 9, 8, 7, 6)
    early, late = await story.look(65), await story.look(85)
    assert (early.view.week, early.flags) == (9, {CLIFF: on(63)})
    assert (late.view.week, late.leaf, late.flags) == (12, "adoption_cliff", {CLIFF: on(63)})
    assert late.standing
    assert late.standing.level is Level.CRITICAL


@pytest.mark.parametrize("live", [28, 42, 70], ids=["early", "on time", "late"])
async def test_touchpoints_follow_the_actual_go_live(database: Database, live: int) -> None:
    story = await begin(database, went_live_on=live)
    view = await story.look(live + 3)
    kickoff, went_live, *found = view.view.stations
    assert (kickoff.on, went_live.on, went_live.forecast) == (on(0), on(live), False)
    assert [(one.name, one.on) for one in found] == [
        (name, on(live + weeks * 7)) for name, weeks in zip(NAMES, WEEKS_AFTER, strict=True)
    ]
    assert [one.week for one in found] == [7, 9, 11, 13, 17, 22, 26]
    assert view.view.guidance.touchpoint
    assert view.view.guidance.touchpoint.id == "first_value_report"


async def test_before_go_live_they_are_forecasts_from_the_target(database: Database) -> None:
    story = await begin(database)
    view = await story.look(50)
    assert all(one.forecast for one in view.view.stations[1:])
    assert view.view.stations[2].on == on(49)
    assert (view.view.week, view.view.guidance.touchpoint) == (8, None)


async def test_a_hold_pushes_them_back_to_its_expected_end_and_then_to_its_real_one(database: Database) -> None:
    story = await begin(database, went_live_on=42)
    await story.pause(45, expected=59, ended=73)
    during, after = await story.look(50), await story.look(80)
    assert [(one.on - on(42)).days for one in during.view.stations[2:4]] == [7 + 28, 21 + 28]
    assert [one.on for one in after.view.stations[2:]] == [on(42 + weeks * 7 + 28) for weeks in WEEKS_AFTER]


async def test_an_open_hold_moves_the_forecast_to_its_expected_end(database: Database) -> None:
    story = await begin(database, went_live_on=42)
    await story.pause(45, expected=59)
    view = await story.look(50)
    assert [one.on for one in view.view.stations[2:]] == [on(42 + weeks * 7 + 14) for weeks in WEEKS_AFTER]
    assert view.view.week == 6
