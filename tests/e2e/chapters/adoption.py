"""Go-live and after: touchpoints, a plateau at half the peak, and the assessment of week 26."""

from datetime import date

from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.stage import PEOPLE, PILOT, Stage, invited, on, used

LIVE = 42
"""The day of go-live, in week 6."""
FIRST_WEEKS = (5, 5, 10, 8, 5, 5)
"""How many people use the product in weeks 6 to 11: a spike, and half of it by week 12."""
LATER_WEEKS = (6, 6, 7, 7, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11)
EVERYBODY = tuple(PEOPLE)
TOUCHPOINTS = {
    7: "First value report",
    9: "User success story",
    11: "Use-case expansion",
    13: "Business review",
    17: "Business review",
    22: "Business review",
    26: "Expansion readiness",
}
"""What is due on the first day of which week."""


def day_of(week: int) -> int:
    """The first day of a week of the plan, from go-live on."""
    return LIVE + (week - 6) * 7


def said(day: date) -> str:
    """A day as the account's page says it."""
    return f"{day:%a} {day.day} {day:%b}"


def week_begins(desk: Desk, week: int) -> None:
    """On the first day of a week, the CSM holds the touchpoint that is due."""
    if touchpoint := TOUCHPOINTS.get(week):
        desk.open()
        expect(desk.page.locator(".ph .chip").first).to_have_text(f"Week {week} of 26")
        desk.hold(touchpoint, f"They read it in week {week}, and asked for the next one.")


def go_live(stage: Stage, desk: Desk) -> None:
    """“Go-live readiness checklist completed, pilot group validated.” “Go-live is the starting line.”"""
    stage.go(41, *invited(34, "Attended"), *used(PILOT, 30, 34, 36, 40))
    desk.verdict("On track", "keep the momentum")
    expect(stage.page.locator(".phasebar [aria-current]")).to_contain_text("Weeks 4\N{EN DASH}6")
    stage.go(LIVE)
    desk.open("/go-live")
    desk.answer_checks()
    stage.page.locator("#declare").get_by_label("It went live on").fill(on(LIVE).isoformat())
    stage.page.locator("#declare").get_by_role("button", name="Declare go-live").click()
    expect(stage.page.locator("#ready-title")).to_have_text("Live since Tuesday 23 February")
    stage.work()
    desk.verdict("Unknown: too early to see a trend", "fill the gap")
    days = [(name, f"Week {week}", said(on(day_of(week)))) for week, name in TOUCHPOINTS.items()]
    assert desk.touchpoints() == days


def value_is_shown(stage: Stage, desk: Desk) -> None:
    """“Week 7: First value report. Week 9: User success story. Week 11: Use case expansion conversation.”

    “Usage spikes. You celebrate”: with four full weeks, “Are active users growing? Yes → Healthy adoption”.
    """
    for number, people in enumerate(FIRST_WEEKS[:5]):
        stage.leave()
        stage.go(day_of(7 + number), *used(EVERYBODY[:people], LIVE + number * 7 + 2))
        week_begins(desk, 7 + number)
    desk.verdict("On track: healthy adoption", "expand the use cases")


def plateau(stage: Stage, desk: Desk) -> None:
    """“Week 12: Usage down 50% from peak.” “No (plateau) → At risk, start value demonstration.”"""
    stage.leave()
    stage.go(day_of(12), *used(EVERYBODY[: FIRST_WEEKS[5]], LIVE + 5 * 7 + 2))
    desk.verdict("At risk: adoption has plateaued", "demonstrate value")
    says = "Flat (+0%) since go-live: 5 people a week in the first 2, 5 in the last 2. That is 50% of the peak."
    assert desk.path() == [("No", says), ("No", says)]
    expect(stage.page.locator("#main")).to_contain_text("Adoption stage: Sustained adoption. Prove ongoing value.")
    desk.work_on_play()


def assessment(stage: Stage, desk: Desk) -> None:
    """“Week 13: First monthly business review.” “Week 26: Expansion readiness assessment.”

    “Go-live is not success. Week 26 retained adoption is success.”
    """
    for number, people in enumerate(LATER_WEEKS, start=12):
        stage.leave()
        stage.go(day_of(number + 1), *used(EVERYBODY[:people], day_of(number) + 2))
        week_begins(desk, number + 1)
    desk.verdict("On track: healthy adoption", "expand the use cases")
    expect(stage.page.locator("#main")).to_contain_text("Adoption stage: Expansion. Grow within the account.")
