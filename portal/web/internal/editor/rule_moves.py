"""A rule as an editor reshapes it: a part of it up, down or out, or a group of events in it."""

from copy import deepcopy
from typing import Final

from portal.content import yaml
from portal.domain.errors import Invalid
from portal.web.internal.editor.arranging import arranged, gone
from portal.web.internal.editor.parts import Value, value_at
from portal.web.internal.editor.rules import TOGETHER, Rule, kind_of_rule

GROUP: Final = "group"
NO_GROUPS: Final = "Events that come one after the other cannot hold a group. Choose “all of these” first."
OTHER: Final = {"any": "all", "all": "any"}


def reshaped(rule: Rule, value: Value, what: str, path: yaml.Path, how: str) -> Value:
    """What stands in a file at the place of a rule, after an act on a part of it; `path` leads there from the rule.

    `how` is how the rule's parts are to count together, for the first group in it. Raises Invalid.
    """
    kept = {key: value[key] for key in rule.beside if isinstance(value, dict) and key in value}
    inner = {key: one for key, one in value.items() if key not in kept} if isinstance(value, dict) else value
    changed = _grouped(inner, path, how) if what == GROUP else _moved(inner, path, what)
    return kept | changed if kept else changed


def _grouped(rule: Value, path: yaml.Path, how: str) -> Value:
    """The rule with another group of events in it, which still wait to be chosen."""
    here = value_at(rule, path)
    kind = kind_of_rule(here)
    if "sequence" in {kind, how}:
        raise Invalid(NO_GROUPS)
    together = kind if kind in TOGETHER else how if how in TOGETHER else "all"
    before = here[kind] if kind in TOGETHER else [here if kind else {"event": ""}]
    group = {OTHER[str(together)]: [{"event": ""}, {"event": ""}]}
    return _with(rule, path, {together: [*before, group]})


def _moved(rule: Value, path: yaml.Path, what: str) -> Value:
    """The rule with one of its parts up, down or out; a group of one is that one."""
    *above, at = path
    parts = value_at(rule, tuple(above))
    if not isinstance(parts, list) or not isinstance(at, int) or at >= len(parts):
        raise gone()
    after = [parts[place] for place in arranged(len(parts), at, what)]
    if len(after) == 1:
        return _with(rule, tuple(above[:-1]), after[0])
    return _with(rule, tuple(above), after)


def _with(rule: Value, path: yaml.Path, new: Value) -> Value:
    if not path:
        return new
    changed = deepcopy(rule)
    value_at(changed, path[:-1])[path[-1]] = new
    return changed
