"""The vendor's product, as far as onboarding sees it: the events that the playbook's own rules wait for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from segment.analytics.client import Client

from portal.domain.rules import AnyRule, Condition, EventRule, Op, Rule
from tests.process import RunningDemo

AT_ONCE = 0.01
"""Seconds that the client waits for more to send along, twice a report; by itself, it waits for half a second."""
MOST_PEOPLE = 20
"""So many different people at most does a rule ask for."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event that somebody causes."""

    person: str
    event: str
    properties: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Product:
    """Reports what members of one account do, through an unmodified client; `people` are their ids."""

    demo: RunningDemo
    account: str
    people: Sequence[str]

    def report(self, rule: Rule, person: str) -> None:
        """Send what satisfies a rule: done by the person, and by colleagues where it counts people."""
        others = [other for other in self.people if other != person]
        # Whoever the portal has not heard of becomes a member by using the product.
        newcomers = [f"{self.account}-newcomer-{number}" for number in range(MOST_PEOPLE)]
        occurred = list(satisfying(rule, [person, *others, *newcomers]))
        begun = datetime.now(UTC) - timedelta(seconds=len(occurred))
        failures: list[object] = []
        client = Client(
            self.demo.facts["write_key"],
            host=self.demo.base_url,
            on_error=lambda error, _messages: failures.append(error),
            upload_interval=AT_ONCE,
        )
        for seconds, one in enumerate(occurred):
            client.track(
                one.person,
                one.event,
                dict(one.properties),
                timestamp=begun + timedelta(seconds=seconds),
                context={"groupId": self.account},
            )
        client.shutdown()
        assert failures == []


def product_of(demo: RunningDemo, account: Mapping[str, Any]) -> Product:
    """The product as an account of demo.json uses it."""
    return Product(demo, account["external_id"], [member["external_id"] for member in account["members"]])


def satisfying(rule: Rule, people: Sequence[str]) -> Iterator[Occurrence]:
    """The events that satisfy a rule, in order; of several ways, the first is taken."""
    if isinstance(rule, EventRule):
        properties = {condition.property: _value(condition) for condition in rule.where}
        for number in range(max(rule.count, rule.distinct_members)):
            yield Occurrence(people[number % rule.distinct_members], rule.event, properties)
        return
    for part in rule.rules[:1] if isinstance(rule, AnyRule) else rule.rules:
        yield from satisfying(part, people)


def _value(condition: Condition) -> object:
    match condition.op:
        case Op.EXISTS:
            return 1
        case Op.NOT_EQUALS:
            return "other"
        case Op.EQUALS | Op.AT_LEAST | Op.AT_MOST:
            return condition.value
