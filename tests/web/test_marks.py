"""Every word a customer reads is marked for translation, and where gathering finds it."""

import ast
import re

from jinja2 import nodes

from portal.resources import PACKAGE, TEMPLATES
from portal.web.templating import create_environment

ENGLISH = create_environment()
NAMES = sorted(ENGLISH.list_templates())
STAFF_MACROS = ("calendar", "decisions", "editor", "gate", "path", "playbook", "risk", "sheet", "tasks")
STAFF = ("internal/", "demo/", "base_internal", "api/", *(f"macros/{name}" for name in STAFF_MACROS))
FOR_CUSTOMERS = [name for name in NAMES if not name.startswith(STAFF)]
TECHNICAL = {"TXT", "company", "com"}  # a kind of DNS record, and a domain that is nobody's
MARKS = {"_", "gettext", "ngettext", "pgettext"}


def elsewhere(text: str) -> list[int]:
    """The lines of a template that mark a text which does not stand there."""
    calls = ENGLISH.parse(text).find_all(nodes.Call)
    marks = [call for call in calls if isinstance(call.node, nodes.Name) and call.node.name in MARKS]
    return [call.lineno for call in marks if not isinstance(call.args[0], nodes.Const)]


def test_templates_translate_only_what_stands_there() -> None:
    """What `_` answers counts as markup, so a text that comes from elsewhere must go through `|translated`."""
    assert {name: lines for name in NAMES if (lines := elsewhere((TEMPLATES / name).read_text()))} == {}
    assert elsewhere("{{ _('Back') }}\n{{ _(label) }}") == [2]


def unmarked(source: str) -> list[int]:
    """The lines that hold a refusal's sentence without marking it."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assign)]
    texts = [node for node in found if isinstance(node.value, (ast.Constant, ast.JoinedStr))]
    return [node.lineno for node in texts if any(isinstance(t, ast.Name) and t.id == "message" for t in node.targets)]


def test_refusals_on_the_customers_pages_are_marked() -> None:
    pages = [path for path in sorted((PACKAGE / "web").rglob("*.py")) if not {"internal", "api"} & set(path.parts)]
    assert [(path.name, lines) for path in pages if (lines := unmarked(path.read_text()))] == []


def test_an_unmarked_refusal_is_found() -> None:
    assert unmarked('message = "Come back later."') == [1]
    assert unmarked('message = f"Come back {when}."') == [1]
    assert unmarked('message = phrase("Come back later.")') == []


def hidden(source: str) -> list[int]:
    """The lines on which a text is translated inside an f-string, where gathering cannot see it."""
    strings = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)]
    calls = [node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
    return [
        call.lineno for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr.endswith("gettext")
    ]


def test_every_text_in_the_code_can_be_gathered() -> None:
    found = [(path.name, lines) for path in sorted(PACKAGE.rglob("*.py")) if (lines := hidden(path.read_text()))]
    assert found == []


def test_a_text_inside_an_f_string_is_found() -> None:
    assert hidden("f\"{words.gettext('Later')}!\"") == [1]
    assert hidden("words.gettext('Later')") == []


def unsaid(text: str) -> list[str]:
    """The words of a template that stay as they are, whoever reads it."""
    tree = ENGLISH.parse(text)
    looks = [data for block in tree.find_all(nodes.Block) if block.name == "bodyclass" for data in block.body]
    inside = {id(data) for output in looks for data in output.find_all(nodes.TemplateData)}
    data = "".join(node.data for node in tree.find_all(nodes.TemplateData) if id(node) not in inside)
    named = re.findall(r'(?:aria-label|title|placeholder|alt|label)="([^"]*)"', data)
    shown = re.sub(r"""(?s:<mj-style>.*?</mj-style>)|<kbd>[^<]*</kbd>|<[^>]*>|[\w-]+="[^"]*\"""", " ", data)
    return [word for word in re.findall(r"[^\W\d_]{2,}", " ".join([shown, *named])) if word not in TECHNICAL]


def test_every_word_a_customer_reads_is_marked() -> None:
    assert {name: words for name in FOR_CUSTOMERS if (words := unsaid((TEMPLATES / name).read_text()))} == {}


def test_words_that_are_not_marked_are_found() -> None:
    assert unsaid('<p class="a">{% trans %}Yes{% endtrans %} {{ x }} · no</p>') == ["no"]
    assert unsaid('<a href="/b" aria-label="Back{{ x }}" title="{{ _(\'On\') }}"></a>') == ["Back"]
