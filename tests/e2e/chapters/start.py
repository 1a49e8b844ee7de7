"""Before the kickoff: the handoff, two reasons not to start, and the gate that opens."""

from playwright.sync_api import expect

from tests.e2e.conftest import expecting
from tests.e2e.desk import Desk
from tests.e2e.stage import KICKOFF, SIGNED_ON, Stage, on, signed

INTELLIGENCE = {
    "sales_name": "Bea Lindgren",
    "sales_email": "bea@marlowe.example",
    "deal_drivers": "Orders are typed twice, and the second time wrong.",
    "promises": "A pilot in week 2.",
    "technical_requirements": "Entra ID for sign-in, SAP for orders.",
    "economic_buyer_name": "Rui Costa",
    "executive_sponsor_name": "Eva Lund",
    "executive_sponsor_email": "eva@nordwind.example",
    "champion_name": "Mira Sol",
    "technical_lead_name": "Jon Ek",
}
SETUP = {"hub_url": "https://hub.marlowe.example/nordwind", "handoff_meeting_on": on(SIGNED_ON).isoformat()}
TEAM = {"csm_id": "Tomás Vidal", "technical_lead_id": "Samir Osei"}
DUTIES = {
    "attends_name": "Sara Nyberg",
    "unblocks_name": "Jon Ek",
    "drives_name": "Sara Nyberg",
    "escalates_name": "Eva Lund",
    "escalates_email": "eva@nordwind.example",
    "project_owner_name": "Sara Nyberg",
    "owner_authority": "Can order whatever the sites need.",
    "owner_motivation": "Her team types the orders.",
}
CRITERIA = {
    "baseline": "41",
    "goal_3": "25",
    "goal_6": "20",
    "goal_12": "15",
    "baseline_source": "60 orders timed",
    "go_no_go": "The pilot group says that it is ready.",
    "decides_go_live": "Eva Lund",
}
OPEN_DUTIES = "Still open: turns up weekly, can unblock legal and IT, drives adoption and can escalate."
NOT_YET = "It cannot be scheduled yet"


def contract(stage: Stage) -> Desk:
    """A contract is signed: the product reports the account and its people, and nobody has handed it over."""
    stage.go(SIGNED_ON, *signed())
    stage.page.goto("/internal/")
    stage.page.get_by_role("link", name="Nordwind", exact=True).first.click()
    desk = Desk(stage.page, stage.page.url)
    desk.verdict("Unknown: no handoff from sales yet", "complete the handoff")
    return desk


def nobody_drives(stage: Stage, desk: Desk, problems: list[str]) -> None:
    """“Has sales identified a project owner by name? No → Get project owner identified before kickoff.”

    “Primary project owner (name, not role).” “Only schedule kickoff when all four sections validated.”
    """
    desk.open("/start")
    desk.section("account_intelligence", INTELLIGENCE)
    desk.section("internal_setup", SETUP, TEAM)
    desk.section("timeline_validation", {"target_go_live_on": on(42).isoformat()})
    with expecting(problems, "422"):
        refused = desk.section("customer_readiness", {"drives_name": "Head of Operations"})
        expect(refused).to_contain_text("A role or a team cannot be asked anything.")
    desk.open("/start")
    expect(stage.page.locator("#kickoff")).to_contain_text(f"{NOT_YET}: 7 checks are open.")
    expect(stage.page.locator("#gaps")).to_contain_text("Somebody attends weekly")
    stage.work()
    desk.verdict("At risk: no project owner yet", "find the owner")
    assert desk.path()[0] == ("No", "0 of 4 duties have a named person. " + OPEN_DUTIES)


def no_number_shows_success(stage: Stage, desk: Desk) -> None:
    """“Decision Criteria” is the section that is left: “If gaps exist, surface to sales or executive sponsor.”

    The tree has nothing more to ask: “Is their timeline realistic given typical deployment? Yes.” “Do you have
    internal capacity? Yes → Proceed to kickoff.” The checklist still has.
    """
    desk.open("/start")
    desk.section("customer_readiness", DUTIES, {"owner_capacity": "Dedicated: it is their main job"})
    expect(stage.page.locator("#kickoff")).to_contain_text(f"{NOT_YET}: 2 checks are open.")
    expect(stage.page.locator("#gaps .role").first).to_contain_text("Eva Lund")
    draft = stage.page.locator("#gaps details").first
    draft.locator("summary").click()
    expect(draft).to_contain_text("What does success look like in 3, 6 and 12 months?")
    stage.work()
    desk.verdict("Not started: ready to kick off", "hold the kickoff")
    assert [answer for answer, _ in desk.path()] == ["Yes", "Yes", "Yes"]


def gate_opens(stage: Stage, desk: Desk) -> None:
    """“Before scheduling kickoff call, validate” all of it: now it is, and the kickoff gets its day."""
    desk.open("/start")
    desk.section("decision_criteria", CRITERIA, {"metric_id": "Time to dispatch an order"})
    expect(stage.page.locator("#gate-title")).to_have_text("Ready to kick off")
    form = stage.page.locator("#kickoff form")
    form.get_by_label("Day").fill(KICKOFF.isoformat())
    form.get_by_label("Time (UTC)").fill("10:00")
    form.get_by_role("button", name="Schedule the kickoff").click()
    expect(stage.page.locator("#kickoff .when")).to_contain_text("Tuesday 12 January, 10:00 UTC")
