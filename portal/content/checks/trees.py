"""Risk trees: every way leads to a leaf, every question can be answered, unknown is never silently yes."""

from collections.abc import Iterator

from portal.content.checks.names import suggest
from portal.content.kinds import Kind
from portal.content.problems import Problem
from portal.content.schema.risk import Node, Tree
from portal.content.signals import SIGNALS, TREES
from portal.content.sources import Source, Sources
from portal.domain.signal_rules import DECISIONS

ANSWERS = ("yes", "no", "unknown")


def check(sources: Sources) -> Iterator[Problem]:
    """The problems of every tree, and trees that are missing."""
    for source in sources.trees.values():
        for name, node in source.value.nodes.items():
            yield from _signal(source, name, node)
            yield from _answers(source, name, node)
        yield from _windows(source)
        yield from _shape(source)
        yield from _plays(sources, source)
    for name in TREES:
        if not sources.has(Kind.TREE, name):
            yield Problem(f"risk_trees/{name}.yaml", 1, 1, "the tree is missing", "add it; every account passes it")


def _signal(source: Source[Tree], name: str, node: Node) -> Iterator[Problem]:
    path = ("nodes", name)
    known = SIGNALS.get(node.signal)
    if known is None:
        mend = suggest(node.signal, SIGNALS, f"use one of {', '.join(SIGNALS)}")
        yield source.problem((*path, "signal"), f"there is no signal `{node.signal}`", mend)
        return
    if node.wanted not in known.values:
        mend = f"write {' or '.join(sorted(known.values))}"
        yield source.problem((*path, "wanted"), f"`{node.signal}` is never `{node.wanted}`", mend)
    for extra in sorted(node.thresholds.keys() - known.thresholds):
        mend = suggest(extra, known.thresholds, "remove it")
        yield source.problem((*path, "thresholds", extra), f"`{node.signal}` has no threshold `{extra}`", mend)
    for missing in sorted(known.thresholds - node.thresholds.keys()):
        message = f"the threshold `{missing}` of `{node.signal}` is missing"
        yield source.problem((*path, "thresholds"), message, f"add `{missing}: …`")


def _windows(source: Source[Tree]) -> Iterator[Problem]:
    """A tree counts each signal once, so two questions about one signal look back equally far."""
    counted: dict[tuple[str, str], float] = {}
    for name, node in source.value.nodes.items():
        for window in DECISIONS[node.signal].windows if node.signal in DECISIONS else ():
            given = node.thresholds.get(window)
            if given is not None and given != (first := counted.setdefault((node.signal, window), given)):
                message = f"`{node.signal}` is asked with another `{window}` above: {first:g}, not {given:g}"
                yield source.problem(("nodes", name, "thresholds", window), message, f"write {first:g} here as well")


def _answers(source: Source[Tree], name: str, node: Node) -> Iterator[Problem]:
    tree = source.value
    known = [*tree.nodes, *tree.leaves]
    for answer in ANSWERS:
        target = getattr(node, answer)
        if target not in known:
            mend = suggest(target, known, "add it to `nodes` or `leaves`")
            message = f"the answer leads to `{target}`, which is not in this tree"
            yield source.problem(("nodes", name, answer), message, mend)
    if node.unknown == node.yes:
        mend = "give `unknown` a leaf of its own that says what is missing"
        yield source.problem(("nodes", name, "unknown"), "an unknown answer is treated as yes", mend)


def _shape(source: Source[Tree]) -> Iterator[Problem]:
    tree = source.value
    for name in sorted(tree.nodes.keys() & tree.leaves.keys()):
        yield source.problem(("leaves", name), f"`{name}` is a node as well", "rename one of the two")
    for name in tree.nodes:
        if name in _reached(tree, *_next(tree, name)):
            message = f"the answers lead from `{name}` back to itself"
            yield source.problem(("nodes", name), message, "let every way end at a leaf")
    reached = _reached(tree, next(iter(tree.nodes)))
    for group, names in (("nodes", tree.nodes), ("leaves", tree.leaves)):
        for name in names:
            if name not in reached:
                mend = "let an answer lead here, or delete it"
                yield source.problem((group, name), f"no answer leads to `{name}`", mend)


def _next(tree: Tree, name: str) -> list[str]:
    node = tree.nodes.get(name)
    return [node.yes, node.no, node.unknown] if node else []


def _reached(tree: Tree, *starts: str) -> set[str]:
    reached: set[str] = set()
    open_ = list(starts)
    while open_:
        here = open_.pop()
        if here not in reached:
            reached.add(here)
            open_.extend(_next(tree, here))
    return reached


def _plays(sources: Sources, source: Source[Tree]) -> Iterator[Problem]:
    for name, leaf in source.value.leaves.items():
        if leaf.play and not sources.has(Kind.PLAY, leaf.play):
            mend = suggest(leaf.play, sources.present[Kind.PLAY], f"add plays/{leaf.play}.yaml")
            yield source.problem(("leaves", name, "play"), f"there is no play `{leaf.play}`", mend)
