"""Entries of the audit as sentences."""

import dataclasses

import pytest

from portal.domain.audit import Act, Actor, ActorKind, Entry, Found
from portal.web.internal.audit_words import DID, NOUNS, Change, line
from portal.web.words import speak
from tests.factories import NOW

TOMAS = Actor(ActorKind.STAFF, None, "Tomás Vidal")


def told(act: Act, actor: Actor = TOMAS) -> str:
    one = line(speak("en"), Found(Entry(1, NOW, actor, act), None, None))
    return f"{one.name} {one.did}"


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            Act(
                "account.changed",
                "Halden Freight",
                {"target_go_live_on": "2026-12-03"},
                {"target_go_live_on": "2026-12-10"},
            ),
            "changed the go-live of Halden Freight from 3 Dec 2026 to 10 Dec 2026",
        ),
        (
            Act("account.changed", "Halden Freight", {"seats": "40"}, {"seats": "60", "industry": "Freight"}),
            "changed the seats and industry of Halden Freight",
        ),
        (
            Act("account.changed", "Halden Freight", {"csm": None}, {"csm": "Noor Haddad"}),
            "changed the CSM of Halden Freight from nothing to Noor Haddad",
        ),
        (
            Act("account.assigned", "Halden Freight", {"csm": None}, {"csm": "Noor Haddad"}),
            "gave Halden Freight to Noor Haddad",
        ),
        (Act("task.removed", "Export orders"), "removed the task “Export orders”"),
        (Act("touch_point.put_back", "Review"), "put back the touch point “Review”"),
        (
            Act("member.role_changed", "Mei", {"role": "operator"}, {"role": "admin"}),
            "changed the role of Mei from operator to admin",
        ),
        (
            Act("track.owner_named", "pilot", {"name": "Mei"}, {"name": None}),
            "named an owner of the pilot track: nobody",
        ),
    ],
)
def test_an_act_reads_as_a_sentence(act: Act, sentence: str) -> None:
    assert told(act) == f"Tomás Vidal {sentence}"


def test_braces_in_a_name_are_only_text() -> None:
    assert told(Act("task.done", "{0} {x}")).endswith("“{0} {x}”")


def test_moments_are_told_where_the_reader_is() -> None:
    act = Act("kickoff.scheduled", "3 Dec", {}, {"starts_at": "2026-12-03T09:30:00+00:00"})
    one = line(speak("en"), Found(Entry(1, NOW, TOMAS, act), None, None))
    assert one.changes == (Change("start", None, "3 Dec 2026, 09:30"),)


def test_who_is_none_of_the_staff_is_told_apart() -> None:
    found = Found(Entry(1, NOW, Actor(ActorKind.KEY, None, "CRM"), Act("account.added", "X")), None, None)
    assert line(speak("en"), found).kind == "API key"
    staff = dataclasses.replace(found, entry=dataclasses.replace(found.entry, actor=TOMAS))
    assert line(speak("en"), staff).kind == ""


def test_every_sentence_is_of_a_noun_one_can_look_for() -> None:
    assert {act.partition(".")[0] for act in DID} <= set(NOUNS)
