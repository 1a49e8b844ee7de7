"""What is looked for, and where a text has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.search import EXTRACT_WORDS, LONGEST, MOST_TERMS, Part, Term, extract, marked, terms, trunk


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ()),
        ("  *:()-& ", ()),
        ("Carrier", (Term(("carrier",), open=True),)),
        ("two words", (Term(("two",)), Term(("words",), open=True))),
        ('"on time" carrier', (Term(("on", "time")), Term(("carrier",), open=True))),
        ('carrier "on time"', (Term(("carrier",)), Term(("on", "time")))),
        ('carrier "never closed', (Term(("carrier",)), Term(("never", "closed")))),
        ('""', ()),
        ("snake_case", (Term(("snake",)), Term(("case",), open=True))),
    ],
)
def test_a_search_is_words_and_phrases(asked: str, found: tuple[Term, ...]) -> None:
    assert terms(asked) == found


def test_a_long_search_is_cut() -> None:
    assert len(terms("word " * 50)) == MOST_TERMS
    assert terms("x" * 500) == (Term(("x" * LONGEST,), open=True),)


@pytest.mark.parametrize(
    ("word", "language", "short"),
    [
        ("automations", "en", "autom"),
        ("mapped", "en", "mapp"),
        ("groups", "en", "group"),
        ("uses", "en", "uses"),
        ("lieferungen", "de", "liefer"),
        ("häuser", "de", "häus"),
        ("haus", "de", "haus"),
        ("groups", "ar", "groups"),
        ("groups", "en-GB", "group"),
    ],
)
def test_a_word_is_known_by_its_trunk(word: str, language: str, short: str) -> None:
    assert trunk(word, language) == short


def test_hits_are_marked_in_every_form_and_nothing_is_lost() -> None:
    parts = marked("Map Groups, then the group's role.", terms("grouping"), "en")
    assert [part.text for part in parts if part.hit] == ["Groups", "group"]
    assert marked("Über Häuser", terms("hauser"), "de") == (Part("Über "), Part("Häuser", hit=True))


@given(st.text(max_size=80), st.text(max_size=40), st.sampled_from(["en", "de", "ar"]))
def test_marking_changes_no_text(text: str, asked: str, language: str) -> None:
    assert "".join(part.text for part in marked(text, terms(asked), language)) == text


def test_an_extract_stands_where_most_of_it_is() -> None:
    text = "A carrier. " + "word " * 60 + "Carriers keep their lanes. " + "word " * 60
    assert "Carriers keep their lanes." in extract(text, terms("carrier lanes"), "en")


def test_an_extract_stands_around_the_first_hit() -> None:
    text = " ".join(f"word{n}" for n in range(60)) + " carrier " + " ".join(f"more{n}" for n in range(60))
    found = extract(text, terms("carrier"), "en")
    assert found.startswith("… word54")
    assert found.endswith("…")
    assert "carrier" in found
    assert len(found.split()) == EXTRACT_WORDS + 2
    assert extract(text, (), "en").startswith("word0")
    assert extract("Short.", terms("carrier"), "en") == "Short."
