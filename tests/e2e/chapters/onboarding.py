"""From kickoff to the week before go-live: agenda and recap, the pilot, the silence of week 4, and the way out."""

from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.stage import PEOPLE, PILOT, Stage, invited, on, used

AGENDA = [
    ("5 min", "Introductions and roles"),
    ("5 min", "Executive alignment"),
    ("10 min", "Success definition"),
    ("5 min", "Timeline and milestones"),
    ("5 min", "Meeting cadence"),
    ("5 min", "Next steps"),
]


def kickoff(stage: Stage, desk: Desk) -> None:
    """“Phase 1: Kickoff (Week 1)”, with its agenda.

    “Kickoff recap sent within 24 hours with success metrics, timeline, next meetings.” Nothing has been due yet, so the
    tree cannot say more.
    """
    stage.go(0, *invited(-5, "Accepted"), hour=12)
    desk.open("/kickoff")
    lines = stage.page.locator(".agenda > li").all()
    assert [(line.locator(".num").inner_text(), line.locator("b").inner_text()) for line in lines] == AGENDA
    recap = stage.page.locator("#recap")
    expect(recap).to_contain_text("within 24 hours of the meeting, by Wednesday 13 January at 10:45 UTC")
    draft = recap.get_by_label("What goes out")
    assert "Time to dispatch an order goes from 41 to 25 / 20 / 15." in draft.input_value()
    draft.fill("From 41 to 25, 20 and 15 minutes. Pilot from 19 January, live on 23 February. We meet on Tuesdays.")
    recap.get_by_role("button", name="Save, and mark it as sent").click()
    expect(recap).to_contain_text("Sent 12 Jan")
    desk.verdict("Unknown: no action item was due", "fill the gap")
    expect(stage.page.locator(".phasebar [aria-current]")).to_contain_text("Week 1")
    assert desk.path()[0] == ("Yes", "1 of 1 invite since 30 Dec was accepted or attended.")
    desk.add_task("Allow four addresses", on(7))
    desk.add_task("Send a test export", on(15))


def pilot(stage: Stage, desk: Desk) -> None:
    """“Week 1: Technical discovery + identify pilot group. Week 2: SSO config + pilot group training + pilot starts.”

    “Is pilot group using the product? Yes → On track.”
    """
    stage.go(6, *invited(6, "Accepted"))
    desk.open()
    desk.finish_task("Allow four addresses")
    desk.name_pilot(on(8), [PEOPLE[one] for one in PILOT])
    stage.go(8)
    desk.verdict("Unknown: the pilot is too young to judge", "fill the gap")
    stage.go(14, *used(PILOT, 9, 12), *invited(13, "Attended"))
    desk.open()
    desk.finish_task("Send a test export")
    stage.go(16, *used(PILOT, 15))
    desk.verdict("On track", "keep the momentum")
    expect(stage.page.locator(".phasebar [aria-current]")).to_contain_text("Weeks 2\N{EN DASH}3")
    assert desk.path() == [
        ("Yes", "2 of 2 invites since 15 Jan were accepted or attended."),
        ("Yes", "2 of 2 action items are done; none is late."),
        ("Yes", "5 of 5 pilot members were active in the last 7 days."),
    ]


def ghosting(stage: Stage, desk: Desk) -> None:
    """“Week 4: Customer stops responding. Meetings get cancelled.” The day job took over: “Too busy.”

    “Is customer responding to meeting invites? No → Week 4 ghosting, escalate to exec sponsor.” “Red Flags: Customer
    not responding Week 4 → No project owner.” The page is open, and says so by itself.
    """
    stage.go(20, *invited(17, "Declined"))
    desk.verdict("On track", "keep the momentum")
    stage.go(21, *invited(21))
    expect(stage.page.locator("#verdict-title")).to_have_text("Critical: week-4 ghosting")
    desk.verdict("Critical: week-4 ghosting", "escalate to the sponsor")
    assert desk.path() == [("No", "1 of 3 invites since 20 Jan was accepted or attended.")]
    expect(desk.happened("Red flag: no response")).to_contain_text("Usually nobody owns the project.")
    stage.page.locator("#play summary").first.click()
    letter = stage.page.get_by_role("link", name="E-mail Eva Lund").first
    assert str(letter.get_attribute("href")).startswith("mailto:eva@nordwind.example?")
    desk.work_on_play()
    stage.page.goto("/internal/")
    expect(stage.page.locator("#queue article h3")).to_have_text("Nordwind")


def recovery(stage: Stage, desk: Desk) -> None:
    """“Technical champion? (Day job took over)”: the sponsor names somebody who “owns driving this
    forward week-to-week”, and they answer.
    """
    desk.open()
    desk.name_duty("Drives adoption", "Ben Oduya")
    desk.add_task("Bring ten orders to the session", on(28))
    stage.go(27, *used(PILOT, 22, 26), *invited(27, "Accepted"))
    desk.open()
    desk.finish_task("Bring ten orders to the session")
    stage.go(28, *invited(28, "Accepted"))
    desk.verdict("On track", "keep the momentum")
    assert desk.path()[0] == ("Yes", "2 of 4 invites since 27 Jan were accepted or attended.")
    expect(desk.happened("Moved from Critical to On track")).to_be_visible()
    desk.add_task("Train the other sites", on(35))
    desk.finish_task("Train the other sites")
