"""Every form about something that two of the staff may edit: the second to save is told, and loses nothing."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from sys import modules
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from portal.db.engine import Database
from portal.db.tables import Decision, Hold, Kickoff, Meeting, Source, Task, WebhookEndpoint
from portal.domain.roles import Capability
from portal.services.risk import assess_all
from portal.web.conflicts import VersionedForm
from tests.catalogues import shipped
from tests.factories import NOW, add_account, add_member, add_staff, browser, running, sign_in
from tests.handoffs import hand_over_whole
from tests.onboardings import invite
from tests.web.forms import held

# What is stored is stored alike on both databases; here it is what the forms say.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CATALOGUE = shipped(4)
EVERYTHING = tuple(Capability)
TODAY = NOW.date()
BEFORE, AGO, SOON, LATER, LAST = ((TODAY + timedelta(days=days)).isoformat() for days in (-4, -1, 9, 23, 30))


@dataclass(frozen=True, slots=True)
class Case:
    """A form, where it stands and is sent, and what the two type into it: into one field, unless `more` says more."""

    kind: str
    page: str
    action: str
    typed: str
    theirs: str
    mine: str
    more: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.kind


START = "/internal/accounts/{young}/start"
BEGUN = "/internal/accounts/{begun}"
LIVE = "/internal/accounts/{live}/touchpoints"
SETTINGS = "/internal/settings"
CASES = (
    Case("KickoffForm", START, f"{START}/kickoff", "attendees", "Eva Lund", "Mira Sol", {"on": SOON, "at": "09:30"}),
    Case("IntelligenceForm", START, f"{START}/account_intelligence", "promises", "A pilot in week 3.", "None at all."),
    Case("SetupForm", START, f"{START}/internal_setup", "hub_url", "https://a.test/", "https://b.test/"),
    Case("CustomerForm", START, f"{START}/customer_readiness", "owner_authority", "Everything.", "Nothing."),
    Case("TimelineForm", START, f"{START}/timeline_validation", "target_go_live_on", LATER, LAST),
    Case("CriteriaForm", START, f"{START}/decision_criteria", "go_no_go", "All routes run.", "Half of them run."),
    Case("RecapForm", f"{BEGUN}/kickoff", f"{BEGUN}/kickoff/recap", "recap", "We agreed on A.", "We agreed on B."),
    Case("DecisionForm", f"{BEGUN}/decisions/{{decision}}", f"{BEGUN}/decisions/{{decision}}", "why", "Cost.", "Time."),
    Case("TaskForm", f"{BEGUN}/tasks/{{task}}", f"{BEGUN}/tasks/{{task}}", "note", "Ask Sara.", "Ask Elif."),
    Case("HoldForm", f"{BEGUN}/holds/{{hold}}", f"{BEGUN}/holds/{{hold}}", "reason", "The board.", "The budget."),
    Case(
        "MeetingForm",
        f"{BEGUN}/meetings/{{meeting}}/edit",
        f"{BEGUN}/meetings/{{meeting}}",
        "place",
        "Rotterdam",
        "Gent",
    ),
    Case(
        "HeldForm",
        f"{BEGUN}/meetings/{{meeting}}",
        f"{BEGUN}/meetings/{{meeting}}/held",
        "outcome",
        "They go on.",
        "They stop.",
    ),
    Case("DutyForm", f"{BEGUN}/duties/unblocks", f"{BEGUN}/duties/unblocks", "name", "Jon Ek", "Mira Sol"),
    Case("NameForm", f"{BEGUN}/tracks/pilot", f"{BEGUN}/tracks/pilot", "name", "Jon Ek", "Mira Sol"),
    Case("PilotForm", f"{BEGUN}/pilot/edit", f"{BEGUN}/pilot", "starts_on", SOON, LATER, {"members": "{member}"}),
    Case(
        "DraftForm",
        BEGUN,
        f"{BEGUN}/plays/*/draft",
        "text",
        "Dear Eva.",
        "Good morning.",
    ),
    Case("PlanForm", f"{BEGUN}/plan", f"{BEGUN}/plan", "goal", "Faster.", "Cheaper.", {"use_cases": "", "risks": ""}),
    Case(
        "ReplyForm",
        f"{BEGUN}/go-live",
        f"{BEGUN}/go-live/checks/*",
        "note",
        "Seen by Eva.",
        "Seen by Jon.",
        {"answer": "yes"},
    ),
    Case("DeclareForm", f"{BEGUN}/go-live", f"{BEGUN}/go-live", "on", AGO, BEFORE, {"reason": "They asked."}),
    Case("NoteForm", f"{BEGUN}/sync-note", f"{BEGUN}/sync-note/*", "text", "A quiet week.", "A loud week."),
    Case(
        "UnlockForm",
        f"{BEGUN}/unlocks",
        f"{BEGUN}/unlocks",
        "reason",
        "Promised by sales.",
        "They paid.",
        {"open": "grant"},
    ),
    Case(
        "OutcomeForm",
        f"{LIVE}/first_value_report-1",
        f"{LIVE}/first_value_report-1/done",
        "note",
        "They like it.",
        "They do not.",
    ),
    Case(
        "SkipForm", f"{LIVE}/user_success_story-3", f"{LIVE}/user_success_story-3/skip", "note", "No time.", "No need."
    ),
    Case("MoveForm", f"{LIVE}/use_case_expansion-5", f"{LIVE}/use_case_expansion-5/move", "to", LATER, LAST),
    Case("StaffForm", f"{SETTINGS}/staff/{{csm}}/edit", f"{SETTINGS}/staff/{{csm}}", "title", "Guide", "Lead guide"),
    Case(
        "SourceForm",
        f"{SETTINGS}/keys/sources/{{source}}/edit",
        f"{SETTINGS}/keys/sources/{{source}}",
        "name",
        "shop",
        "store",
    ),
    Case(
        "EditWebhookForm",
        f"{SETTINGS}/webhooks/{{hook}}",
        f"{SETTINGS}/webhooks/{{hook}}",
        "label",
        "Our CRM",
        "The CRM",
    ),
    Case("ColourForm", f"{SETTINGS}/branding", f"{SETTINGS}/branding/colour", "colour", "#d1432e", "#112233"),
)

BEYOND = {
    "BrowserSourceForm": "a SourceForm with one field more",
    "ConnectionForm": "of an account's admins: tests/web/test_own_sign_in.py",
    "EditSlackForm": "an EditWebhookForm without a secret",
    "LanguageForm": "of an account's admins: tests/web/test_account_language.py",
    "LettersForm": "about the reader alone: tests/web/internal/test_your_letters.py",
    "LogoForm": "a picture, not a text: tests/web/internal/settings/test_branding.py",
    "NewHoldForm": "of something that is not there yet",
    "PartsForm": "of the playbook: tests/web/internal/editor/test_files.py",
    "TextForm": "of the playbook: tests/web/internal/editor/test_files.py",
}
"""Forms that the table does not have, and why."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Noor and Tomás, who may do everything, each in a browser, and where the things are that they edit."""

    noor: httpx.AsyncClient
    tomas: httpx.AsyncClient
    places: dict[str, str]

    async def clash(self, case: Case) -> str:
        """Both open the form; Noor saves first, then Tomás, who saves what he sees again. What he was told."""
        page, wanted = case.page.format(**self.places), case.action.format(**self.places)
        opened = await self.tomas.get(page)
        assert opened.status_code == 200, (case, opened.status_code)
        action, fields = held(opened.text, wanted)
        fields |= {name: [value.format(**self.places)] for name, value in case.more.items()}
        first = await self.noor.post(action, data=fields | {case.typed: [case.theirs]})
        assert first.status_code == 303, (case, first.status_code, first.text)
        second = await self.tomas.post(action, data=fields | {case.typed: [case.mine]})
        assert second.status_code == 409, (case, second.status_code)
        action, fields = held(second.text, action)
        again = await self.tomas.post(action, data=fields)
        assert again.status_code == 303, (case, again.status_code, again.text)
        return second.text


@pytest.fixture
async def desk(database: Database, database_url: str) -> AsyncIterator[Desk]:
    """An account before its kickoff, one that has begun and gone quiet, and one that is live."""
    people = [await add_staff(database, name=name, capabilities=EVERYTHING) for name in ("Noor Haddad", "Tomás Vidal")]
    young = await add_account(database, name="Young", kickoff_on=None)
    await hand_over_whole(database, young)
    begun = await add_account(database, name="Begun")
    await invite(database, begun)
    live = await add_account(database, name="Live", went_live_on=TODAY - timedelta(days=8))
    member = await add_member(database, begun)
    async with database.write() as session:
        at = NOW - timedelta(days=15)
        session.add(Kickoff(account_id=begun, starts_at=at, minutes=45, attendees=["Eva Lund"], edited_by="Noor"))
        await assess_all(session, catalogue=CATALOGUE, now=NOW)
    places = {"young": str(young), "begun": str(begun), "live": str(live), "member": str(member), "csm": str(people[0])}
    async with running(database_url, CATALOGUE) as app:
        noor, tomas = [browser(app, await sign_in(database, staff_id=person)) for person in people]
        places |= await furnished(database, noor, f"/internal/accounts/{begun}")
        yield Desk(noor, tomas, places)


async def furnished(database: Database, noor: httpx.AsyncClient, account: str) -> dict[str, str]:
    """What Noor has entered before: something of everything that can be edited, with its id or address."""
    meeting = {"title": "Weekly", "kind": "weekly", "starts_at": "2026-11-16T10:00", "minutes": "30", "version": "0"}
    for path, typed in {
        f"{account}/decisions": {"what": "Start", "why": "Now.", "decided_by": "Eva", "decided_on": f"{TODAY}"},
        f"{account}/tasks": {"title": "Ask", "audience": "customer", "due_on": SOON, "owner": "", "first": ""},
        f"{account}/holds": {"reason": "Freeze.", "started_on": SOON, "expected_end_on": LATER},
        f"{account}/meetings": meeting | {"attendees": "Eva", "touchpoint": ""},
        f"{SETTINGS}/keys": {"label": "Shop", "source": "product", "scopes": "events:write"},
        f"{SETTINGS}/webhooks/add/webhook": {"label": "CRM", "url": "https://crm.test/h", "topics": "verdict.changed"},
    }.items():
        answer = await noor.post(path, data={"version": "0", **typed})
        assert answer.status_code in {201, 303}, (path, answer.status_code, answer.text)
    tables: dict[str, Any] = {
        "decision": Decision,
        "task": Task,
        "hold": Hold,
        "meeting": Meeting,
        "hook": WebhookEndpoint,
    }
    async with database.read() as session:
        places = {name: str(await session.scalar(select(table.id))) for name, table in tables.items()}
        places["source"] = str(await session.scalar(select(Source.id).where(Source.name == "product")))
    return places


async def test_the_second_of_two_who_save_a_form_is_told_and_loses_nothing(desk: Desk) -> None:
    for case in CASES:
        told = unescape(await desk.clash(case))
        assert "<b>Noor Haddad</b> saved this while you were editing" in told, case
        assert case.mine in told, case
        assert words_of(case.theirs) in told, case


def words_of(value: str) -> str:
    """A value as the other's change is told: a day in words."""
    days = {AGO: "16 Nov 2026", SOON: "26 Nov 2026", LATER: "10 Dec 2026"}
    return days.get(value, value)


@pytest.mark.usefixtures("database_url")
def test_no_form_of_something_two_may_edit_is_left_out() -> None:
    kinds = {kind.__name__ for kind in subclasses(VersionedForm)}
    assert kinds - {case.kind for case in CASES} == BEYOND.keys()


def subclasses(kind: type[VersionedForm]) -> Iterator[type[VersionedForm]]:
    """Every form of the portal that extends another, however far down, and that code calls by its name."""
    for one in kind.__subclasses__():
        if one.__module__.startswith("portal.") and vars(modules[one.__module__]).get(one.__name__) is one:
            yield one
        yield from subclasses(one)
