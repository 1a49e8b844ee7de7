"""Which folder may import which: down the layers freely, to a neighbour only where the table says why."""

import sys
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from tests.architecture.modules import Module
from tests.architecture.rule import Rule, each

LAYERS: Sequence[frozenset[str]] = (
    frozenset({"domain", "resources", "logs", "rounds", "tally"}),
    frozenset({"settings"}),
    frozenset({"db", "content", "ingest", "identity", "channels", "jobs", "migrations"}),
    frozenset({"services"}),
    frozenset({"web"}),
    frozenset({"cli", "app", "worker", "effects", "rollups", "postman", "courier", "demo"}),
    frozenset({"__main__"}),
)
"""From the ground up. A unit may import what lies below it."""

NEIGHBOURS: dict[tuple[str, str], str] = {
    ("ingest", "db"): "it writes events and their projections, and shares the tables",
    ("ingest", "jobs"): "it enqueues the consequences of a batch in the batch's own transaction",
    ("content", "db"): "it reads and stores revisions of the playbook",
    ("channels", "identity"): "webhooks take the one guarded way out",
    ("jobs", "db"): "the embedded queue is a table",
    ("migrations", "db"): "alembic compares the tables with the database",
    ("cli", "app"): "`portal serve` runs the web application",
    ("cli", "worker"): "`portal worker` runs the worker",
    ("cli", "courier"): "`portal worker` runs the courier beside the worker",
    ("cli", "postman"): "`portal worker` runs the postman beside the worker",
    ("cli", "demo"): "`portal demo` runs the demo, the only way to it",
    ("worker", "effects"): "the worker does what jobs ask for",
    ("worker", "rollups"): "the worker rolls events up beside its jobs",
    ("demo", "app"): "the demo runs the web application in its own process",
    ("demo", "worker"): "the demo runs a worker in its own process",
    ("demo", "rollups"): "the demo rolls up as many events at once as a worker",
    ("demo", "courier"): "the demo runs a courier in its own process",
    ("demo", "postman"): "the demo runs a postman in its own process",
}
"""Every import between units of one layer, with its reason."""

RANK = {unit: rank for rank, layer in enumerate(LAYERS) for unit in layer}


def units(module: Module) -> set[str]:
    """The other units of the portal that a module imports."""
    found = {name.split(".")[1] for name in module.imports if name.startswith("portal.")}
    return {unit for unit in found if unit in RANK} - {module.unit}


def against_the_layers(module: Module) -> list[str]:
    """Imports upwards, and to a neighbour without a reason."""
    if not module.unit:
        return [f"imports portal.{unit}: the package itself stays empty" for unit in units(module)]
    if module.unit not in RANK:
        return [f"portal.{module.unit} has no place in LAYERS"]
    return [
        f"imports portal.{unit}, which is not below it"
        for unit in sorted(units(module))
        if RANK[unit] >= RANK[module.unit] and (module.unit, unit) not in NEIGHBOURS
    ]


def impure_domain(module: Module) -> list[str]:
    """What the domain imports beyond the standard library and itself."""
    if module.unit != "domain":
        return []
    allowed = {*sys.stdlib_module_names, "portal"}
    foreign = {name for name in module.imports if name.split(".")[0] not in allowed}
    foreign |= {name for name in module.imports if name.startswith("portal.") and name.split(".")[1] != "domain"}
    return [f"imports {name}" for name in sorted(foreign)]


def service_to_service(module: Module) -> list[str]:
    """Services that a service imports."""
    if module.unit != "services":
        return []
    return [f"imports {name}" for name in sorted(module.imports) if name.startswith("portal.services")]


def demo_elsewhere(module: Module) -> list[str]:
    """The demo, imported by anything but the command line."""
    if module.unit in {"demo", "cli"}:
        return []
    return [f"imports {name}" for name in sorted(module.imports) if name.startswith("portal.demo")]


def cycles(modules: Sequence[Module]) -> list[str]:
    """One cycle of imports between modules, if there is any."""
    names = {module.name for module in modules}
    graph = {module.name: module.targets(names) for module in modules}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" → ".join(reversed(error.args[1]))]
    return []


RULES = (
    Rule(
        "imports go down the layers",
        each(against_the_layers),
        {"portal.services.ladder": "from portal.web.deps import SessionDep"},
    ),
    Rule(
        "neighbours import each other only for a reason",
        each(against_the_layers),
        {"portal.identity.keys": "from portal import db"},
    ),
    Rule(
        "every folder has its place in the layers",
        each(against_the_layers),
        {"portal.helpers.text": '"""Odds and ends."""'},
    ),
    Rule(
        "the domain is pure",
        each(impure_domain),
        {"portal.domain.risk": "from sqlalchemy import select"},
    ),
    Rule(
        "services do not import services",
        each(service_to_service),
        {"portal.services.ladder": "from portal.services import risk"},
    ),
    Rule(
        "only the command line imports the demo",
        each(demo_elsewhere),
        {"portal.app": "from portal.demo.provider import create_provider"},
    ),
    Rule(
        "no cycle of imports",
        cycles,
        {
            "portal.db.a": "from portal.db.b import x",
            "portal.db.b": "from portal.db import c",
            "portal.db.c": "import portal.db.a",
        },
    ),
)
