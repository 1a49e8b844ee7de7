import re
from pathlib import PurePosixPath

import pytest
from jinja2 import nodes

from portal.resources import STATIC, TEMPLATES
from portal.web.templating import create_environment
from tests.markup import block, calls, is_empty, roots

ENVIRONMENT = create_environment()
NAMES = sorted(ENVIRONMENT.list_templates())
FRAMES = ("base", "_")  # what other templates extend begins so, and leaves the title to them
MANY = 50  # so many pages there are at least, and so many partials
ICON_ARGUMENT = {"i": 0, "chip": 1}
SYMBOL = re.compile(r'<symbol id="([^"]+)"')
ADDRESS_IN_CSS = re.compile(r"url\((?!data:|#)([^)\"']+)\)")


Trees = dict[str, nodes.Template]


@pytest.fixture(scope="module")
def trees() -> Trees:
    """Every template by its name, read once."""
    return {name: ENVIRONMENT.parse((TEMPLATES / name).read_text(), name) for name in NAMES}


def icons(tree: nodes.Template) -> set[str]:
    return {name for macro, place in ICON_ARGUMENT.items() for name in calls(tree, macro, place)}


def title_problem(tree: nodes.Template) -> str | None:
    title = block(tree, "title")
    if title is None:
        return "has no title block"
    return "has an empty title" if is_empty(title) else None


def partial_problem(text: str) -> str | None:
    found = roots(text)
    if len(found) == 1 and found[0][1]:
        return None
    return f"needs exactly one outermost element, with an id; it has {found}"


def extends(tree: nodes.Template) -> bool:
    return tree.find(nodes.Extends) is not None


def test_every_template_compiles() -> None:
    for name in NAMES:
        ENVIRONMENT.get_template(name)


def test_every_page_has_a_title(trees: Trees) -> None:
    pages = {name for name in NAMES if extends(trees[name]) and not PurePosixPath(name).name.startswith(FRAMES)}
    assert len(pages) > MANY
    assert {name: problem for name in pages if (problem := title_problem(trees[name]))} == {}


def test_every_partial_is_one_element_that_can_be_found_again(trees: Trees) -> None:
    partials = {name for name in NAMES if PurePosixPath(name).match("_*.html") and not extends(trees[name])}
    assert len(partials) > MANY
    assert {name: said for name in partials if (said := partial_problem((TEMPLATES / name).read_text()))} == {}


def test_every_static_file_a_template_names_exists(trees: Trees) -> None:
    named = {(name, path) for name, tree in trees.items() for path in calls(tree, "static")}
    assert {(name, path) for name, path in named if not (STATIC / path).is_file()} == set()


def test_every_icon_a_template_names_is_in_the_sprite(trees: Trees) -> None:
    sprite = set(SYMBOL.findall((STATIC / "icons" / "sprite.svg").read_text()))
    assert {name: missing for name, tree in trees.items() if (missing := icons(tree) - sprite)} == {}


def test_every_file_a_style_sheet_names_exists() -> None:
    named = {(sheet, path) for sheet in STATIC.rglob("*.css") for path in ADDRESS_IN_CSS.findall(sheet.read_text())}
    assert {(sheet, path) for sheet, path in named if not (sheet.parent / path).is_file()} == set()


@pytest.mark.parametrize(
    "text",
    [
        "{% extends 'base.html' %}{% block main %}<p>{% endblock %}",
        "{% extends 'base.html' %}{% block title %} {% endblock %}",
    ],
)
def test_a_page_without_a_title_is_found(text: str) -> None:
    assert title_problem(ENVIRONMENT.parse(text)) is not None
    assert title_problem(ENVIRONMENT.parse("{% block title %}{{ name }}{% endblock %}")) is None


@pytest.mark.parametrize("text", ['<p id="a"></p><p id="b"></p>', "<p></p>", '<p id="a"></p> and more', ""])
def test_a_partial_that_is_not_one_element_is_found(text: str) -> None:
    assert partial_problem(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        '{# A note. #}{% from "m.html" import i %}<li id="{{ a.id }}"{% if b %} hidden{% endif %}><br><p>x</li>\n',
        '{% if a %}<p id="x" class="on"></p>{% else %}<p id="x"></p>{% endif %}',
    ],
)
def test_a_partial_that_is_one_element_is_left_alone(text: str) -> None:
    assert partial_problem(text) is None


def test_icons_are_seen_in_conditions_and_chips() -> None:
    text = "{{ i('a' if x == 'no' else 'b') }}{{ chip('no', 'c', 'no') }}{{ i({'no': 'd'}[x], 'no') }}{{ i(name) }}"
    assert icons(ENVIRONMENT.parse(text)) == {"a", "b", "c", "d"}
