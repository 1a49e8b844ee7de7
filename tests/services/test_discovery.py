from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

import pytest

from portal.db.engine import Database
from portal.db.tables import Answer, Event
from portal.domain.errors import Invalid, NotFound
from portal.domain.people import SignedInMember
from portal.domain.playbook import Catalogue, Milestone
from portal.domain.profile import Answered, Fills, Option, Question, When
from portal.domain.roles import Role
from portal.services import discovery, ladder, progress
from tests.factories import NOW, add_account, add_member, milestone, small_playbook
from tests.ingest.world import rows

SHIFT = Question("shift", "When do you work?", (Option("day", "By day"), Option("night", "By night")))
GOALS = Question(
    "goals", "What first?", (Option("returns", "Returns"), Option("speed", "Speed")), many=True, fills=Fills.USE_CASES
)
NIGHTS = milestone("nights", when=When(answers=(Answered("shift", frozenset({"night"})),)))
RETURNS = milestone("returns", when=When(use_cases=frozenset({"returns"})))


def asking(*milestones: Milestone) -> Catalogue:
    """A playbook whose admin ladder asks two questions."""
    catalogue = small_playbook(*milestones)
    admin = replace(catalogue.ladders[Role.ADMIN], questions=(SHIFT, GOALS))
    return replace(catalogue, ladders=MappingProxyType({**catalogue.ladders, Role.ADMIN: admin}))


CATALOGUE = asking(milestone("first"), NIGHTS, RETURNS)


async def as_member(database: Database, role: Role = Role.ADMIN) -> SignedInMember:
    account_id = await add_account(database)
    member_id = await add_member(database, account_id, role=role)
    return SignedInMember(member_id, account_id, "Halden Freight", "Priya Raman", None, role)


async def answer(
    database: Database, member: SignedInMember, question: str, chosen: Sequence[str], now: datetime = NOW
) -> None:
    async with database.write() as session:
        await discovery.answer(
            session, catalogue=CATALOGUE, member=member, question_id=question, chosen=chosen, now=now
        )


async def asked(database: Database, member: SignedInMember) -> dict[str, tuple[str, ...] | None]:
    async with database.read() as session:
        found = await discovery.questions(session, catalogue=CATALOGUE, member=member)
    assert [one.open for one in found] == [one.chosen is None for one in found]
    return {one.question.id: one.chosen for one in found}


async def climbed(database: Database, member: SignedInMember) -> list[str]:
    async with database.read() as session:
        view = await ladder.home(session, catalogue=CATALOGUE, member=member, now=NOW)
    return [rung.milestone.id for rung in view.progress.milestones]


async def test_an_answer_belongs_to_the_account_and_chooses_the_milestones(database: Database) -> None:
    member = await as_member(database)
    assert await asked(database, member) == {"shift": None, "goals": None}
    assert await climbed(database, member) == ["first", "nights", "returns"]
    await answer(database, member, "shift", ["day"])
    assert await climbed(database, member) == ["first", "returns"]
    await answer(database, member, "goals", ["speed"])
    assert await climbed(database, member) == ["first"]
    colleague = replace(member, id=await add_member(database, member.account_id))
    assert await asked(database, colleague) == {"shift": ("day",), "goals": ("speed",)}
    assert await climbed(database, colleague) == ["first"]
    elsewhere = await as_member(database)
    assert await asked(database, elsewhere) == {"shift": None, "goals": None}


async def test_an_answer_can_be_changed_and_the_latest_counts(database: Database) -> None:
    member = await as_member(database)
    await answer(database, member, "goals", ["speed", "returns", "speed"])
    assert await asked(database, member) == {"shift": None, "goals": ("returns", "speed")}
    await answer(database, member, "goals", ["speed"], NOW + timedelta(hours=2))
    await answer(database, member, "goals", ["returns"], NOW + timedelta(hours=1))
    assert (await asked(database, member))["goals"] == ("speed",)
    [(by, at)] = await rows(database, Answer, "answered_by", "at")
    assert (by, at) == (member.id, NOW + timedelta(hours=2))


async def test_the_same_answer_again_stores_no_second_event(database: Database) -> None:
    member = await as_member(database)
    for _ in range(2):
        await answer(database, member, "shift", ["night"])
    assert await rows(database, Event, "name", "properties") == [
        ("Discovery Answered", {"question": "shift", "chosen": ["night"]})
    ]


async def test_not_known_yet_is_an_answer_that_takes_nothing_away(database: Database) -> None:
    member = await as_member(database)
    await answer(database, member, "shift", [])
    assert await asked(database, member) == {"shift": (), "goals": None}
    assert await climbed(database, member) == ["first", "nights", "returns"]


@pytest.mark.parametrize(
    ("chosen", "message"), [(["evening"], "Choose from By day and By night."), (["day", "night"], "Choose one answer")]
)
async def test_what_is_no_answer_is_refused(database: Database, chosen: list[str], message: str) -> None:
    member = await as_member(database)
    with pytest.raises(Invalid, match=message):
        await answer(database, member, "shift", chosen)
    assert await rows(database, Event, "name") == []


async def test_a_ladder_answers_only_what_it_asks(database: Database) -> None:
    operator = await as_member(database, Role.OPERATOR)
    assert await asked(database, operator) == {}
    with pytest.raises(NotFound):
        await answer(database, operator, "shift", ["day"])


async def test_a_changed_answer_loses_nothing_that_is_done(database: Database) -> None:
    member = await as_member(database)
    await answer(database, member, "shift", ["night"])
    async with database.write() as session:
        assert await progress.tick(
            session, catalogue=CATALOGUE, member=member, milestone_id="nights", step_id="only", now=NOW
        )
    await answer(database, member, "shift", ["day"], NOW + timedelta(hours=1))
    assert await climbed(database, member) == ["first", "nights", "returns"]


async def test_what_does_not_apply_cannot_be_opened_or_ticked(database: Database) -> None:
    member = await as_member(database)
    await answer(database, member, "shift", ["day"])
    with pytest.raises(NotFound):
        async with database.read() as session:
            await ladder.focus(session, catalogue=CATALOGUE, member=member, milestone_id="nights", now=NOW)
    with pytest.raises(NotFound):
        async with database.write() as session:
            await progress.tick(
                session, catalogue=CATALOGUE, member=member, milestone_id="nights", step_id="only", now=NOW
            )


async def test_a_new_role_keeps_what_the_member_did(database: Database) -> None:
    whole = asking(milestone("mine"), milestone("theirs"), milestone("seen"), milestone("new"))
    admin, operator = whole.ladders[Role.ADMIN], whole.ladders[Role.OPERATOR]
    split = {
        Role.ADMIN: replace(admin, milestones=admin.milestones[:3]),
        Role.OPERATOR: replace(operator, milestones=operator.milestones[3:]),
    }
    catalogue = replace(whole, ladders=MappingProxyType(split))
    before = await as_member(database)
    colleague = replace(before, id=await add_member(database, before.account_id))
    async with database.write() as session:
        for who, what in ((before, "mine"), (colleague, "theirs"), (colleague, "seen")):
            await progress.tick(session, catalogue=catalogue, member=who, milestone_id=what, step_id="only", now=NOW)
        await progress.celebrate(session, catalogue=catalogue, member=before, milestone_id="seen", now=NOW)
    after = replace(before, role=Role.OPERATOR)
    async with database.read() as session:
        view = await ladder.home(session, catalogue=catalogue, member=after, now=NOW)
        own = await ladder.focus(session, catalogue=catalogue, member=after, milestone_id="mine", now=NOW)
    assert [(rung.milestone.id, rung.state.reached) for rung in view.progress.milestones] == [
        ("mine", True),
        ("seen", True),
        ("new", False),
    ]
    assert own.shown
    assert own.shown.milestone.id == "mine"
