"""The discovery questions as a browser sees them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from types import MappingProxyType

import httpx
import pytest

from portal.db.engine import Database
from portal.domain.playbook import Catalogue
from portal.domain.profile import Answered, Fills, Option, Question, When
from portal.domain.roles import Role
from tests.factories import HTMX, add_account, add_member, browser, milestone, running, sign_in, small_playbook

# What is stored is tried on both databases in tests/services; here the pages are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SHIFT = Question("shift", "When do you work?", (Option("day", "By day"), Option("night", "By night")))
GOALS = Question(
    "goals", "What first?", (Option("returns", "Returns"), Option("speed", "Speed")), many=True, fills=Fills.USE_CASES
)
FIRST = milestone("first")
NIGHTS = milestone("nights", when=When(answers=(Answered("shift", frozenset({"night"})),)))
RETURNS = milestone("returns", when=When(use_cases=frozenset({"returns"}), keep_unknown=False))


def asking() -> Catalogue:
    """A playbook whose admin ladder asks two questions; the operator's asks none."""
    catalogue = small_playbook(FIRST, NIGHTS, RETURNS)
    admin = replace(catalogue.ladders[Role.ADMIN], questions=(SHIFT, GOALS))
    return replace(catalogue, ladders=MappingProxyType({**catalogue.ladders, Role.ADMIN: admin}))


@pytest.fixture
async def people(database: Database, database_url: str) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """The browsers of two admins and an operator of one account."""
    account_id = await add_account(database)
    roles = {"Priya Raman": Role.ADMIN, "Elif Arslan": Role.ADMIN, "Mei Tanaka": Role.OPERATOR}
    async with running(database_url, asking()) as app:
        browsers = {}
        for name, role in roles.items():
            member_id = await add_member(database, account_id, name=name, role=role)
            browsers[name] = browser(app, await sign_in(database, account_id=account_id, member_id=member_id))
        yield browsers


@pytest.fixture
def priya(people: dict[str, httpx.AsyncClient]) -> httpx.AsyncClient:
    """The browser of an admin."""
    return people["Priya Raman"]


async def follow(client: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    assert answer.status_code == 303
    return await client.get(answer.headers["location"])


async def test_the_questions_come_one_by_one_and_end_with_what_changed(priya: httpx.AsyncClient) -> None:
    first = await follow(priya, await priya.get("/welcome"))
    assert "When do you work?" in first.text
    assert "1 of 2" in first.text
    assert first.text.count('type="radio"') == 2
    shift = {"chosen": "day", "before": "first.nights"}
    second = await follow(priya, await priya.post("/welcome/questions/shift", data=shift))
    assert "What first?" in second.text
    assert second.text.count('type="checkbox"') == 2
    assert 'href="/welcome/questions/shift?before=first.nights"' in second.text
    goals = {"chosen": ["returns", "speed"], "before": "first.nights"}
    end = await follow(priya, await priya.post("/welcome/questions/goals", data=goals))
    came, went = end.text.split('class="came"')[1].split('class="went"')
    assert "Reach returns" in came
    assert "Reach nights" in went
    assert "Nothing you have done is lost" in end.text


async def test_an_answer_is_kept_at_once_and_the_next_visit_goes_on_behind_it(priya: httpx.AsyncClient) -> None:
    began = await priya.get("/welcome")
    assert began.headers["location"] == "/welcome/questions/shift?before=first.nights"
    await priya.post("/welcome/questions/shift", data={"chosen": "night"})
    assert (await priya.get("/welcome")).headers["location"].startswith("/welcome/questions/goals")
    await priya.post("/welcome/questions/goals", data={"unknown": "1"})
    assert (await priya.get("/welcome")).headers["location"] == "/"


async def test_answers_can_be_opened_again_and_say_who_gave_them(people: dict[str, httpx.AsyncClient]) -> None:
    await people["Priya Raman"].post("/welcome/questions/shift", data={"chosen": "night"})
    elif_ = people["Elif Arslan"]
    again = await follow(elif_, await elif_.get("/welcome?again"))
    assert 'value="night" checked' in again.text
    assert "Priya Raman answered this on 17 Nov" in again.text
    own = await people["Priya Raman"].get("/welcome/questions/shift")
    assert "You answered this on 17 Nov" in own.text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Choose an answer"),
        ({"chosen": ["day", "night"]}, "Choose one answer only"),
        ({"chosen": "weekend"}, "These answers have changed"),
    ],
)
async def test_what_is_no_answer_is_refused_beside_the_question(
    priya: httpx.AsyncClient, data: dict[str, str], says: str
) -> None:
    page = await priya.post("/welcome/questions/shift", data=data | {"before": "first"})
    assert page.status_code == 422
    assert "<!DOCTYPE html>" in page.text
    fragment = await priya.post("/welcome/questions/shift", data=data | {"before": "first"}, headers=HTMX)
    assert fragment.status_code == 422
    for answer in (page.text, fragment.text):
        assert 'id="chosen-error" role="alert" data-message' in answer
        assert says in answer.split('id="chosen-error"')[1]
        assert 'name="before" value="first"' in answer
    assert fragment.text.lstrip().startswith('<form class="question')


async def test_htmx_is_sent_on_to_the_next_question(priya: httpx.AsyncClient) -> None:
    answer = await priya.post("/welcome/questions/shift", data={"chosen": "day", "before": "a&b"}, headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/welcome/questions/goals?before=a%26b"


async def test_without_questions_there_is_only_the_ladder(people: dict[str, httpx.AsyncClient]) -> None:
    operator = people["Mei Tanaka"]
    for way in ("/welcome", "/welcome?again"):
        assert (await operator.get(way)).headers["location"] == "/"
    assert (await operator.get("/welcome/questions/shift")).status_code == 404
    assert (await operator.post("/welcome/questions/shift", data={"chosen": "day"})).status_code == 404


async def test_answers_that_change_nothing_say_so(priya: httpx.AsyncClient) -> None:
    end = await priya.get("/welcome/done?before=first.nights")
    assert "All 2 milestones stay" in end.text
    unknown = await priya.get("/welcome/done")
    assert 'class="came"' not in unknown.text
