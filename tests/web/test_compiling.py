from gettext import NullTranslations

import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError

from portal.web.compiling import LanguageEnvironment


class Dutch(NullTranslations):
    """Knows a few texts."""

    def gettext(self, message: str) -> str:
        """The text in Dutch, or as it is."""
        return {
            "Hello %(name)s": "%(name)s, hallo",
            "Done": "Klaar <b>100%%</b>",
            "%(a)s of %(b)s": "%(b)s, %(b)s",
        }.get(message, message)


def environment(**templates: str) -> LanguageEnvironment:
    made = LanguageEnvironment(
        loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"]
    )
    made.install_gettext_translations(Dutch(), newstyle=True)  # type: ignore[attr-defined]  # the extension's own
    made.globals["translate"] = Dutch().gettext
    return made


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{% trans name=who %}Hello {{ name }}{% endtrans %}", "&lt;A&gt;, hallo"),
        ("{% trans %}Done{% endtrans %}", "Klaar <b>100%</b>"),
        ("{{ _('Done') }}, {{ gettext('Done')|upper }}", "Klaar <b>100%</b>, KLAAR <B>100%</B>"),
        ("{{ _('Hello %(name)s', name=who) }}", "&lt;A&gt;, hallo"),
        ("{{ _('Hello %(name)s', name=who)|length }}", "16"),
        ("{% trans a=who, b=2 %}{{ a }} of {{ b }}{% endtrans %}", "2, 2"),
        ("{% trans n=2 %}{{ n }} step{% pluralize %}{{ n }} steps{% endtrans %}", "2 steps"),
        ("{% trans %}50% of it{% endtrans %}", "50% of it"),
        ("{{ _(who) }}", "<A>"),
    ],
)
def test_a_text_is_said_in_the_language_of_its_templates(source: str, said: str) -> None:
    assert environment(page=source).get_template("page").render(who="<A>") == said


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment(page="{% trans name=nobody %}Hello {{ name }}{% endtrans %}").get_template("page").render()


def test_a_macro_is_found_by_every_page_that_imports_it() -> None:
    made = environment(
        macros="{% macro hello(who) %}{{ _('Hello %(name)s', name=who) }}{% endmacro %}",
        page="{% from 'macros' import hello %}{{ hello(who) }}",
        other="{% import 'macros' as macros %}{{ macros.hello('B') }}",
    )
    assert [made.get_template(name).render(who="A") for name in ("page", "other")] == ["A, hallo", "B, hallo"]
