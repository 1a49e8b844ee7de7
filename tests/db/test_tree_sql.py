"""One tree, evaluated twice: whatever its shape and whatever is known, Python and SQL come to the same leaf."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random
from types import MappingProxyType

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Cast, Double, Integer, cast, column, select, values

from portal.db.engine import Database
from portal.db.tree_sql import leaf_of
from portal.domain.decisions import decide
from portal.domain.lifecycle import tree_for
from portal.domain.risk import Leaf, Level, Node, SignalValue, Tree, evaluate
from portal.domain.signal_rules import DECISIONS
from portal.domain.signals import signals_for
from tests.catalogues import shipped
from tests.situations import CASES

Numbers = Mapping[str, Mapping[str, float | None]]

NAMES = [(signal, name) for signal, decision in sorted(DECISIONS.items()) for name in sorted(decision.numbers)]
LIMITS = (-0.25, 0.0, 0.1, 1 / 3, 0.5, 1.0, 2.0, 4.0)
ACCOUNTS = 60
thorough = settings(
    max_examples=80,
    # Nothing is written, so the examples may share one database.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def trees(draw: st.DrawFn, most: int = 7) -> Tree:
    """Any tree of up to so many questions: of every shape without circles, some questions reached by several ways."""
    names = [f"q{n}" for n in range(draw(st.integers(1, most)))]
    leaves = {f"l{n}": Leaf(f"l{n}", Level.WATCH, "Title", "Short", "Advice") for n in range(4)}
    nodes = {name: draw(_nodes(name, [*names[n + 1 :], *leaves])) for n, name in enumerate(names)}
    return Tree("any", "Any tree", MappingProxyType(nodes), MappingProxyType(leaves), "q0")


@st.composite
def _nodes(draw: st.DrawFn, name: str, targets: Sequence[str]) -> Node:
    signal = draw(st.sampled_from(sorted(DECISIONS)))
    wanted = draw(st.sampled_from(sorted(DECISIONS[signal].words)))
    thresholds = {limit: draw(st.sampled_from(LIMITS)) for limit in sorted(DECISIONS[signal].thresholds)}
    ways = {answer: draw(st.sampled_from(targets)) for answer in ("yes", "no", "unknown")}
    return Node(name, "Ask?", signal, wanted, thresholds, "Rule.", **ways)


def numbers_of(seed: int) -> Numbers:
    """Some numbers for every signal, small enough to meet thresholds, some of them not known."""
    random = Random(seed)  # noqa: S311 - made-up facts
    found: dict[str, dict[str, float | None]] = {signal: {} for signal in DECISIONS}
    for signal, name in NAMES:
        known = random.uniform(-1, 1) if random.random() < 0.3 else random.choice((-0.1, 0.1, 1 / 3))
        number = known if name == "change" else random.randint(0, 4)
        found[signal][name] = None if random.random() < 0.2 else number
    return found


def in_python(tree: Tree, numbers: Numbers) -> str:
    """The leaf of one account."""
    signals = {}
    for node in tree.nodes.values():
        value = decide(DECISIONS[node.signal], numbers[node.signal], node.thresholds)
        signals[node.id] = SignalValue(node.signal, value, "", {})
    return evaluate(tree, signals).leaf.id


async def in_sql(database: Database, tree: Tree, accounts: Sequence[Numbers]) -> list[str]:
    """The leaves of many accounts, from one statement."""
    typed = [column(f"{signal}_{name}", Double) for signal, name in NAMES]
    rows = [(n, *(account.get(signal, {}).get(name) for signal, name in NAMES)) for n, account in enumerate(accounts)]
    facts = values(column("n", Integer), *typed, name="facts").data(rows).cte("facts")

    def number(signal: str, name: str) -> Cast[float]:
        return cast(facts.c[f"{signal}_{name}"], Double if name == "change" else Integer)

    query = select(leaf_of(tree, number)).order_by(facts.c.n)
    async with database.read() as session:
        return list(await session.scalars(query))


@thorough
@given(tree=trees(), seed=st.integers(0, 2**32))
async def test_python_and_sql_agree_for_any_tree_and_any_numbers(database: Database, tree: Tree, seed: int) -> None:
    accounts = [numbers_of(seed + n) for n in range(ACCOUNTS)]
    assert await in_sql(database, tree, accounts) == [in_python(tree, numbers) for numbers in accounts]


async def test_every_leaf_of_the_shipped_trees_is_reached_by_both(database: Database) -> None:
    trees = shipped().trees
    for leaf, facts in CASES.items():
        tree = trees[tree_for(facts.onboarding, facts.today)]
        signals = signals_for(tree, facts)
        numbers = {found.name: found.numbers for found in signals.values()}
        assert (leaf, [leaf]) == (evaluate(tree, signals).leaf.id, await in_sql(database, tree, [numbers]))


def test_a_question_that_many_answers_lead_to_is_written_once() -> None:
    leaves = {"end": Leaf("end", Level.WATCH, "End", "End", "Advice")}
    names = [*(f"q{n}" for n in range(12)), "end"]
    nodes = {
        here: Node(here, "Ask?", "responding", "yes", {"share": 0.5, "days": 7}, "Rule.", after, after, after)
        for here, after in pairwise(names)
    }
    tree = Tree("comb", "A comb", nodes, leaves, "q0")
    written = str(leaf_of(tree, lambda signal, name: column(f"{signal}_{name}", Integer)))
    assert written.count("responding_answered") == 12
