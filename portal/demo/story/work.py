"""An ordinary day with the vendor's product: which events a role causes, with plausible properties."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from random import Random

from portal.demo.story.occurrence import Occurrence, working_times
from portal.demo.story.people import DemoMember
from portal.domain.roles import Role

MOST_A_DAY = 2
QUIETEST = "Dashboard Opened"
"""What somebody does who must not do anything else by the way."""

HABITS: Mapping[Role, Mapping[str, int]] = {
    Role.OPERATOR: {
        "Order Dispatched": 6,
        "Template Used": 2,
        "Exception Resolved": 2,
        "Dashboard Opened": 3,
        "Report Viewed": 1,
    },
    Role.POWER_USER: {
        "Order Imported": 3,
        "Report Viewed": 3,
        "Report Built": 2,
        "Dashboard Opened": 2,
        "Template Created": 1,
        "Template Used": 1,
        "Automation Enabled": 1,
    },
    Role.ADMIN: {"Dashboard Opened": 4, "Report Viewed": 3, "Order Imported": 1},
}
SHARE_SUGGESTED = 0.8
CARRIERS = ("Nordlink", "Halvard Road", "Blue Mile", "Cargonaut")
EXCEPTIONS = ("late", "address", "damage", "capacity")
DASHBOARDS = ("shift", "orders", "carriers", "team")
TEMPLATES = ("Building sites", "Monday round", "Pharmacies", "Cash and carry")
REPORTS = ("Late orders", "Orders per hour", "Exceptions by carrier", "Empty kilometres")
NAMED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Report Viewed": ("report", REPORTS),
    "Report Built": ("report", REPORTS),
    "Dashboard Opened": ("dashboard", DASHBOARDS),
    "Template Created": ("template", TEMPLATES),
    "Template Used": ("template", TEMPLATES),
}
"""What an event is about: the property and the names it may have."""


def work(
    random: Random, member: DemoMember, allowed: Collection[str], day: date, now: datetime
) -> Iterator[Occurrence]:
    """One or two things somebody does on a day, of the allowed events only."""
    habits = {name: weight for name, weight in HABITS[member.role].items() if name in allowed} or {QUIETEST: 1}
    number = random.randint(1, MOST_A_DAY)
    names = random.choices(list(habits), list(habits.values()), k=number)
    for at, name in zip(working_times(random, day, number, now), names, strict=True):
        yield Occurrence(at, name, member.external_id, _properties(random, name))


def sign_in(random: Random, member: DemoMember, day: date, now: datetime, *, single: bool) -> Occurrence:
    """A sign-in to the product, by single sign-on or by password."""
    name = "Signed In With SSO" if single else "Signed In"
    return Occurrence(working_times(random, day, 1, now)[0], name, member.external_id)


def _properties(random: Random, name: str) -> dict[str, object]:
    order: dict[str, object] = {"order_id": f"O-{random.randrange(100_000):05}"}
    match name:
        case "Order Dispatched":
            return {**order, "carrier": random.choice(CARRIERS), "suggested": random.random() < SHARE_SUGGESTED}
        case "Order Imported":
            return {**order, "carrier": random.choice(CARRIERS)}
        case "Exception Resolved":
            return {**order, "kind": random.choice(EXCEPTIONS)}
        case _ if name in NAMED:
            key, values = NAMED[name]
            return {key: random.choice(values)}
        case _:
            return {}
