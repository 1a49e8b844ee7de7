"""Answers are read off the portal's own events, whatever their order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from portal.db import discovery
from portal.db.engine import Database
from portal.db.tables import AccountVersion, Answer, Event
from portal.domain.profile import Option, Question
from portal.domain.roles import Role
from portal.ingest.answers import find_answers
from portal.ingest.project import Part, project
from portal.ingest.settle import Happening
from tests.ingest.playbook import CATALOGUE
from tests.ingest.world import account, rows, send, track

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ACME, PRIYA = UUID(int=1), UUID(int=2)
SHIFT = Question("shift", "When?", (Option("day", "By day"), Option("night", "By night")))
LADDER = replace(CATALOGUE.ladders[Role.OPERATOR], questions=(SHIFT,))
ASKING = replace(CATALOGUE, ladders=MappingProxyType({Role.OPERATOR: LADDER}))


def said(event_id: int, chosen: object, *, minutes: int = 0, question: object = "shift", own: bool = True) -> Happening:
    properties: dict[str, Any] = {"question": question, "chosen": chosen}
    at = NOW + timedelta(minutes=minutes)
    return Happening(event_id, ACME, PRIYA, "Discovery Answered", at, properties, own=own)


@pytest.mark.parametrize(
    "event",
    [
        said(1, ["evening"]),
        said(1, "day"),
        said(1, [["day"]]),
        said(1, ["day"], question="unknown"),
        said(1, ["day"], question=["shift"]),
        said(1, ["day"], own=False),
        structs.replace(said(1, ["day"]), properties={}),
    ],
)
def test_what_is_no_answer_changes_nothing(event: Happening) -> None:
    assert find_answers(*Part(ASKING, [event]).own) == []


async def test_the_latest_answer_stands_in_any_order_and_however_often(database: Database) -> None:
    answers = [(1, ["day"], 0), (2, ["night"], 5), (3, ["day", "night"], 5), (4, [], 3)]
    for number, order in enumerate(permutations(answers)):
        acme = await account(database, f"acme-{number}")
        for event_id, chosen, minutes in (*order, order[0]):
            event = structs.replace(said(event_id, chosen, minutes=minutes), account_id=acme)
            async with database.write() as session:
                await project(session, [Part(ASKING, [event])])
        async with database.read() as session:
            given = await discovery.answers_of(session, acme)
            assert {question: one.chosen for question, one in given.items()} == {"shift": ("day", "night")}
    assert len(await rows(database, Answer, "account_id")) == 24


async def test_a_batch_with_two_answers_keeps_the_later_and_moves_open_pages(database: Database) -> None:
    acme = await account(database)
    events = [structs.replace(said(n, [word], minutes=n), account_id=acme) for n, word in ((2, "night"), (1, "day"))]
    async with database.write() as session:
        await project(session, [Part(ASKING, events)])
    assert await rows(database, Answer, "question", "chosen", "event_id") == [("shift", ["night"], 2)]
    assert await rows(database, AccountVersion, "account_id", "version") == [(acme, 1)]


async def test_a_sender_cannot_answer_for_an_account(database: Database) -> None:
    await account(database)
    await send(database, track("Discovery Answered", properties={"question": "shift", "chosen": ["day"]}))
    assert await rows(database, Event, "name") == [("Discovery Answered",)]
    assert await rows(database, Answer, "question") == []
