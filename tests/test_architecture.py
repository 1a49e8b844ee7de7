"""Folders are layers. Each rule stands beside a piece of code that breaks it, so that no rule can fall asleep."""

import pytest

from tests.architecture import code, layers, markup
from tests.architecture.modules import Module, modules
from tests.architecture.rule import Rule

CODE = [*layers.RULES, *code.RULES]


@pytest.mark.parametrize("rule", CODE, ids=str)
def test_the_code_keeps_the_rule(rule: Rule) -> None:
    assert rule.problems(modules()) == []


@pytest.mark.parametrize("rule", CODE, ids=str)
def test_the_rule_finds_what_breaks_it(rule: Rule) -> None:
    bad = [Module.parse(name, source) for name, source in rule.broken_by.items()]
    assert rule.problems(bad) != []


@pytest.mark.parametrize("rule", CODE, ids=str)
def test_the_rule_leaves_harmless_code_alone(rule: Rule) -> None:
    harmless = Module.parse("portal.web.harmless", '"""A module."""\n\nfrom portal.domain.roles import Role\n')
    assert rule.problems([harmless]) == []


def test_a_package_that_gathers_its_modules_is_no_cycle_until_one_of_them_imports_from_it() -> None:
    package = Module.parse("portal.db", "from portal.db.a import A", is_package=True)
    sibling = Module.parse("portal.db.b", "B = 1")
    assert layers.cycles([package, Module.parse("portal.db.a", "from . import b\nA = 1"), sibling]) == []
    assert layers.cycles([package, Module.parse("portal.db.a", "from portal.db import A"), sibling]) != []


@pytest.mark.parametrize("rule", markup.RULES, ids=str)
def test_the_templates_keep_the_rule(rule: markup.MarkupRule) -> None:
    assert rule.problems(markup.templates()) == []


@pytest.mark.parametrize("rule", markup.RULES, ids=str)
def test_the_rule_finds_the_template_that_breaks_it(rule: markup.MarkupRule) -> None:
    for bad in rule.broken_by:
        assert rule.problems({"bad.html": bad}) != [], bad
