"""Judging an account: the tree that applies, its verdict, and the whole path to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.domain.lifecycle import tree_for
from portal.domain.path import PathNode, lay_out
from portal.domain.risk import Tree, Verdict, evaluate
from portal.domain.signals import AccountFacts, signals_for


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and the whole tree it came from, laid out."""

    verdict: Verdict
    path: tuple[PathNode, ...]


def judge(trees: Mapping[str, Tree], facts: AccountFacts) -> Judged:
    """The verdict of the tree that applies, from the facts alone."""
    tree = trees[tree_for(facts.onboarding, facts.today)]
    signals = signals_for(tree, facts)
    verdict = evaluate(tree, signals)
    return Judged(verdict, lay_out(verdict, signals))


def longest_window(trees: Iterable[Tree]) -> int:
    """The most days any question of these trees looks back."""
    nodes = [node for tree in trees for node in tree.nodes.values()]
    return int(max((node.thresholds.get("days", 1) for node in nodes), default=1))
