import shutil
from pathlib import Path

import pytest
from babel.messages import Catalog

from portal.cli.words import TRANSLATED
from portal.resources import CATALOGUES
from portal.web import translations
from tests.cli.conftest import Run


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalogues, which commands of this process write to."""
    copy = tmp_path / "catalogues"
    shutil.copytree(CATALOGUES, copy)
    monkeypatch.setattr(translations, "CATALOGUES", copy)
    return copy


def wanted(*texts: str) -> Catalog:
    catalogue = Catalog()
    for text in texts:
        catalogue.add(text, locations=[("templates/new.html", 1)])
    return catalogue


def test_the_catalogues_are_complete(run: Run) -> None:
    ended = run("words", "check")
    assert ended.code == 0, ended.out
    assert "complete" in ended.out


def test_gathering_twice_writes_the_same_bytes(catalogues: Path) -> None:
    texts = translations.gathered()
    for language in TRANSLATED:
        translations.merge(language, texts)
        once = (catalogues / f"{language}.po").read_bytes()
        translations.merge(language, texts)
        assert (catalogues / f"{language}.po").read_bytes() == once


@pytest.mark.usefixtures("catalogues")
def test_translations_stay_new_words_wait_and_old_ones_go() -> None:
    merged = translations.merge("de", wanted("Your ladder", "Brand new"))
    assert [(message.id, message.string) for message in merged if message.id] == [
        ("Your ladder", "Ihre Leiter"),
        ("Brand new", None),
    ]
    (missing,) = translations.problems("de", wanted("Your ladder", "Brand new"))
    assert missing == "de, “Brand new”: not translated."


@pytest.mark.usefixtures("catalogues")
def test_what_is_new_and_what_is_gone_is_named() -> None:
    translations.merge("de", wanted("Your ladder", "Gone"))
    found = list(translations.problems("de", wanted("Your ladder", "Brand new")))
    assert [problem.partition(":")[0] for problem in found] == [
        "de lacks “Brand new”",
        "de keeps “Gone”, which nobody says any more",
    ]


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("%(n)s left", "noch %(m)s", "uses the values ['m'], not ['n']"),
        ("%(n)s left", "noch einer", "uses the values [], not ['n']"),
        ("About <b>%(n)s</b>", "Etwa <i>%(n)s</i>", "changes the markup"),
        ("Your ladder", "", "not translated"),
    ],
)
def test_a_wrong_translation_is_found(text: str, translation: str, fault: str) -> None:
    catalogue = Catalog(locale="de")
    assert fault in list(translations.faults(catalogue.add(text, translation), catalogue))


def test_a_plural_may_leave_its_number_out_where_a_word_says_it() -> None:
    catalogue = Catalog(locale="de")
    message = catalogue.add(("%(n)s step", "%(n)s steps"), ("ein Schritt", "%(n)s Schritte"))
    assert list(translations.faults(message, catalogue)) == []


def test_a_number_has_as_many_forms_as_its_language() -> None:
    catalogue = Catalog(locale="ar")
    message = catalogue.add(("%(n)s step", "%(n)s steps"), ("خطوة", "%(n)s خطوات"))
    assert list(translations.faults(message, catalogue)) == ["has 2 forms, not 6"]
