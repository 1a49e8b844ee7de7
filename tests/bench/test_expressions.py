"""The engine that the sweep is measured against says what the portal says, whatever the tree and whatever is known."""

import zen
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content.loader import load_catalogue
from portal.domain.judging import judge
from portal.domain.risk import Tree
from portal.resources import PLAYBOOK
from tests.bench.expressions import leaf_of
from tests.db.test_tree_sql import NAMES, Numbers, in_python, numbers_of, trees
from tests.situations import CASES


def in_engine(tree: Tree, numbers: Numbers) -> str:
    known = {f"{signal}_{name}": numbers.get(signal, {}).get(name) for signal, name in NAMES}
    return str(zen.compile_expression(leaf_of(tree)).evaluate(known))


@settings(max_examples=30)
@given(tree=trees(most=4), seed=st.integers(0, 2**32))
def test_the_engine_agrees_for_any_tree_and_any_numbers(tree: Tree, seed: int) -> None:
    accounts = [numbers_of(seed + n) for n in range(10)]
    assert [in_engine(tree, numbers) for numbers in accounts] == [in_python(tree, numbers) for numbers in accounts]


def test_the_engine_reaches_every_leaf_of_the_shipped_trees() -> None:
    shipped = load_catalogue(PLAYBOOK).trees
    for leaf, facts in CASES.items():
        judged = judge(shipped, facts)
        numbers = {node.signal.name: node.signal.numbers for node in judged.path}
        assert (leaf, in_engine(judged.verdict.tree, numbers)) == (judged.verdict.leaf.id, leaf)
