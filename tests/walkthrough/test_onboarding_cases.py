"""The first source text, case by case, on a frozen clock and both databases."""

from portal.db.engine import Database
from portal.domain.lifecycle import Phase
from portal.domain.risk import Level
from tests.walkthrough.stories import begin, on

PEOPLE = ("Sara Nyberg", "Jon Ek", "Mira Sol", "Dr. Eva Lund")
GHOSTED = "Red flag: no response"
IDLE = "Red flag: pilot idle"
HUB = "Red flag: no communication hub"
METRIC = "Red flag: no metric after go-live"
SEQUENCE = "Red flag: tracks run in sequence"


async def test_a_signed_contract_with_nobody_driving_it_does_not_start(database: Database) -> None:
    story = await begin(database, kickoff_on=None, target_go_live_on=60)
    await story.hand_over("Sara Nyberg", "Jon Ek", "Head of Operations", "Dr. Eva Lund")
    view = await story.look(-5)
    assert (view.view.phase, view.view.week, view.leaf) == (Phase.BEFORE_KICKOFF, None, "owner_missing")
    assert view.standing
    assert "“Head of Operations” is not a person." in view.standing.says
    assert view.play == "find_owner"
    assert view.flags == {}


async def test_four_names_and_time_make_it_ready_but_for_a_csm(database: Database) -> None:
    story = await begin(database, kickoff_on=None, target_go_live_on=60)
    await story.hand_over(*PEOPLE)
    assert (await story.look(-5)).leaf == "guide_missing"


async def test_a_date_in_two_weeks_is_reset_before_kickoff(database: Database) -> None:
    story = await begin(database, kickoff_on=None, target_go_live_on=9)
    await story.hand_over(*PEOPLE)
    assert (await story.look(-5)).leaf == "timeline_too_short"


async def test_week_four_ghosting_is_told_on_its_first_day(database: Database) -> None:
    story = await begin(database)
    await story.hand_over(*PEOPLE)
    await story.invite(2, "Attended")
    for day in (9, 16, 23):
        await story.invite(day)
    before, after = await story.look(20), await story.look(30)
    assert (before.view.week, before.flags) == (3, {})
    assert (after.view.week, after.leaf) == (5, "ghosting")
    assert after.standing
    assert after.standing.level is Level.CRITICAL
    assert after.recipient == "Dr. Eva Lund"
    assert after.flags == {GHOSTED: on(21)}


async def test_action_items_nobody_does_mean_that_nobody_drives(database: Database) -> None:
    story = await begin(database)
    await story.hand_over(*PEOPLE)
    for day in (9, 16, 23):
        await story.invite(day, "Accepted")
    await story.action(14, done=14)
    await story.action(17)
    await story.action(20)
    view = await story.look(25)
    assert view.leaf == "nobody_drives"
    assert view.standing
    assert view.standing.says == "1 of 3 action items is done; the oldest is 8 days late."


async def test_an_idle_pilot_is_the_wrong_group_or_the_wrong_problem(database: Database) -> None:
    story = await begin(database, pilot_started_on=8)
    await story.hand_over(*PEOPLE)
    for day in (16, 23, 30):
        await story.invite(day, "Attended")
    await story.action(28, done=27)
    pilot = await story.members(4, pilot=True)
    await story.use(pilot, 9, 16)
    await story.use(pilot[:1], 23, 30)
    view = await story.look(32)
    assert (view.view.week, view.leaf) == (5, "wrong_pilot")
    assert view.flags == {IDLE: on(28)}


async def test_a_hub_and_a_metric_that_nobody_agreed_are_flagged(database: Database) -> None:
    story = await begin(database, went_live_on=42)
    await story.hand_over(*PEOPLE, hub=None, metric=None)
    assert (await story.look(50)).flags == {HUB: on(0), METRIC: on(42)}


async def test_tracks_one_after_the_other_cost_three_weeks(database: Database) -> None:
    story = await begin(database)
    await story.hand_over(*PEOPLE)
    for day, milestone in ((2, "single_sign_on"), (9, "order_data"), (16, "core_team"), (23, "core_team")):
        await story.tick(milestone, f"step {day}", day)
    for day in (30, 37):
        await story.tick("pilot", f"step {day}", day)
    view = await story.look(40)
    assert view.flags == {SEQUENCE: on(23)}
    (says,) = [moment.says for moment in view.moments if moment.kind == "red_flag"]
    assert says.endswith("Side by side saves 3 weeks.")


async def test_tracks_side_by_side_are_no_red_flag_and_follow_the_parallel_plan(database: Database) -> None:
    story = await begin(database, pilot_started_on=8)
    await story.hand_over(*PEOPLE)
    for milestone in ("single_sign_on", "core_team", "pilot"):
        for day in (3, 10, 37):
            await story.tick(milestone, f"step {day}", day)
    view = await story.look(40)
    assert view.flags == {}
    assert view.view.guidance.plan
    assert view.view.guidance.plan.id == "parallel"


async def test_a_hold_stops_the_weeks_and_the_flags(database: Database) -> None:
    story = await begin(database)
    await story.hand_over(*PEOPLE)
    await story.invite(16)
    await story.pause(17, expected=60, ended=45)
    during, after = await story.look(40), await story.look(50)
    assert (during.view.week, during.flags) == (3, {})
    assert during.standing
    assert during.standing.rests_until == on(60)
    assert after.standing
    assert after.standing.rests_until is None
    assert (after.view.week, after.flags) == (4, {GHOSTED: on(49)})
