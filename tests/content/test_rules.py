from pathlib import Path

import pytest

from portal.content.compile_rules import compile_rule
from portal.content.loader import load_catalogue
from portal.content.schema.rules import Rule as Written
from portal.domain.rules import AllRule, AnyRule, Condition, EventRule, Op, Rule, SequenceRule
from tests.content.playbooks import copy_sound, edit

CLOSED, OPENED = EventRule("Ticket Closed"), EventRule("Ticket Opened")
EVENTS = [{"event": "Ticket Closed"}, {"event": "Ticket Opened"}]


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        (EVENTS[0], CLOSED),
        (
            {"event": "Ticket Closed", "count": 4, "distinct_members": 2, "within_days": 7},
            EventRule("Ticket Closed", 4, 2, within_days=7),
        ),
        (
            {"event": "Ticket Closed", "where": [{"property": "queue", "exists": True}]},
            EventRule("Ticket Closed", where=(Condition("queue", Op.EXISTS),)),
        ),
        ({"sequence": EVENTS, "within_days": 3}, SequenceRule((CLOSED, OPENED), 3)),
        ({"any": EVENTS}, AnyRule((CLOSED, OPENED))),
        ({"all": [EVENTS[0], {"any": EVENTS}]}, AllRule((CLOSED, AnyRule((CLOSED, OPENED))))),
    ],
)
def test_a_written_rule_becomes_a_frozen_one(written: dict[str, object], rule: Rule) -> None:
    assert compile_rule(Written.model_validate(written)) == rule


def test_steps_and_signals_take_any_rule_and_a_shared_milestone_may_wait_for_several(tmp_path: Path) -> None:
    playbook = copy_sound(tmp_path)
    path = "milestones/c/milestone.yaml"
    edit(playbook, path, "scope: member", "scope: account")
    edit(playbook, path, "{event: Ticket Closed, count: 2}", "{event: Ticket Closed, distinct_members: 2}")
    signal = "success_signal: {label: it works, sequence: [{event: Ticket Closed}, {event: Ticket Closed}]}"
    edit(playbook, path, "celebration:", f"{signal}\ncelebration:")
    milestone = load_catalogue(playbook).milestones["c"]
    assert milestone.steps[2].rule == EventRule("Ticket Closed", distinct_members=2)
    assert milestone.signal is not None
    assert milestone.signal.rule == SequenceRule((CLOSED, CLOSED))
