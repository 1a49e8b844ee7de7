"""What trees say of many accounts, as lines a person reads."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from portal.content.trial import Trial
from portal.domain.risk import Leaf, Tree
from portal.domain.simulation import Came, Outcome, Warned
from portal.domain.wording import count_of, lower_first

Trees = Mapping[str, Tree]
Stand = Counter[tuple[str, str]]
"""How many accounts stand at each leaf, by tree and leaf."""


def tally(trees: Trees, stand: Stand, total: int) -> Iterator[str]:
    """How many accounts stand at each leaf."""
    for tree in trees.values():
        yield tree.title
        for leaf in tree.leaves.values():
            yield f"  {stand[tree.id, leaf.id]:>6}  {_leaf(leaf)}"
    if left_out := total - stand.total():
        left = count_of(left_out, "account")
        yield f"Left out: {left} without numbers of the last day. `portal worker` counts them."


def compared(trial: Trial, before: Stand, after: Stand, *, moved: int, total: int) -> Iterator[str]:
    """How many accounts stand at each leaf of the tried tree, now and with it, and how many it would move."""
    tree = trial.tried.trees[trial.tree]
    leaves = {**trial.live.trees[trial.tree].leaves, **tree.leaves}
    yield f"{tree.title} Accounts now, and with the tried tree:"
    for leaf in leaves.values():
        yield f"  {before[tree.id, leaf.id]:>6} → {after[tree.id, leaf.id]:>6}  {_leaf(leaf)}"
    yield f"{count_of(moved, 'account')} would move."
    if left_out := total - after.total():
        left = count_of(left_out, "account")
        yield f"Left out: {left} without numbers of the last day for its windows. `portal risk simulate` counts them."


def outcome(trial: Trial, found: Outcome, at: Sequence[datetime]) -> Iterator[str]:
    """What a simulation found: changes, earlier warnings, false alarms, and what cannot be told yet."""
    first, last = f"{at[0]:%Y-%m-%d}", f"{at[-1]:%Y-%m-%d}"
    yield f"Tree `{trial.tree}` tried against revision {trial.live.revision}, weekly from {first} to {last}:"
    yield f"{count_of(found.judged, 'verdict')} of {count_of(found.accounts, 'account')}."
    yield ""
    yield f"Verdict changes: {found.changed.total()}, at {count_of(found.changed_accounts, 'account')}"
    for (live, tried), count in sorted(found.changed.items(), key=lambda item: -item[1]):
        yield f"  {count:>6}  {_leaf(live)} → {_leaf(tried)}"
    yield from _warned("Earlier warnings", Came.TRUE, found.warned)
    yield from _warned("False alarms", Came.FALSE, found.warned)
    yield from _warned("Too early to tell", Came.OPEN, found.warned)


def _warned(title: str, came: Came, warned: Sequence[Warned]) -> Iterator[str]:
    those = [one for one in warned if one.came is came]
    yield ""
    yield f"{title}: {len(those)}"
    for one in sorted(those, key=lambda one: (-one.weeks, one.account, one.at)):
        yield f"  {one.account}, {one.at:%Y-%m-%d}: {_leaf(one.tried)}{_end(one)}"


def _end(one: Warned) -> str:
    if one.then is None:
        return ""
    passed = f"{count_of(one.weeks, 'week')} before" if one.came is Came.TRUE else "eight weeks on:"
    return f"; {passed} {lower_first(one.then.title)}"


def _leaf(leaf: Leaf) -> str:
    return f"{leaf.title} ({lower_first(leaf.level.label)})"
