from dataclasses import replace
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.edits import NONE, Changes, Edits, adapt, changed
from portal.domain.personal import recombine
from portal.domain.playbook import Catalogue, Edition
from portal.domain.profile import Profile
from portal.domain.roles import Role
from tests.catalogues import IDS, catalogues, rules_of
from tests.content.playbooks import fewer
from tests.factories import milestone, small_playbook

FIRST, SECOND = milestone("first"), milestone("second")
BASE = small_playbook(FIRST, SECOND)
IN_GERMAN = replace(FIRST, title="Erstes", language="de")
LADDER = BASE.ladders[Role.ADMIN]
BILINGUAL = replace(
    BASE,
    editions=MappingProxyType(
        {"de": Edition({Role.ADMIN: replace(LADDER, milestones=(IN_GERMAN, SECOND))}, {"first": IN_GERMAN})}
    ),
)

ids = st.sampled_from(IDS)
edits = st.builds(
    Edits,
    st.frozensets(ids, max_size=3),
    st.dictionaries(ids, st.integers(1, 365), max_size=3).map(lambda due: tuple(sorted(due.items()))),
)


def seen(catalogue: Catalogue, *done: str) -> list[str]:
    return [one.id for one in recombine(catalogue.ladders[Role.ADMIN], Profile(), done).milestones]


def test_without_edits_the_catalogue_is_the_one_everybody_shares() -> None:
    assert adapt(BASE, NONE) is BASE


def test_what_is_hidden_is_out_of_sight_until_it_is_done_and_goes_on_counting() -> None:
    adapted = adapt(BASE, Edits(frozenset({"first"})))
    assert seen(adapted) == ["second"]
    assert seen(adapted, "first") == ["first", "second"]
    assert adapted.milestones.keys() == BASE.milestones.keys()
    assert adapted.rules == BASE.rules


def test_another_due_date_stands_wherever_the_milestone_does_in_every_language() -> None:
    adapted = adapt(BILINGUAL, Edits(due_days=(("first", 33),)))
    german = adapted.in_language("de")
    for catalogue, title in ((adapted, FIRST.title), (german, "Erstes")):
        found = (catalogue.milestones["first"], catalogue.ladders[Role.ADMIN].milestones[0])
        assert [(one.due_days, one.title) for one in found] == [(33, title)] * 2
    assert german.milestones["second"].due_days == SECOND.due_days


def test_changes_add_up_and_can_be_taken_back() -> None:
    one = changed(NONE, Changes(hide=["first", "second"], due_days={"first": 5, "second": 9}))
    two = changed(one, Changes(show=["second"], due_days={"first": None, "second": 7}))
    assert two == Edits(frozenset({"first"}), (("second", 7),))
    assert changed(two, Changes(show=["first"], due_days={"second": None})) == NONE


def test_an_edit_that_names_nothing_is_told() -> None:
    kept = Edits(frozenset({"first", "gone"}), (("gone", 3), ("second", 4)))
    assert kept.without_effect(BASE) == (
        "No ladder has “gone”, which is hidden.",
        "No ladder has “gone”, due after 3 days.",
    )


@fewer
@given(edits)
def test_edits_come_back_from_the_row_that_keeps_them(kept: Edits) -> None:
    assert Edits.from_json(kept.to_json()) == kept


@fewer
@given(catalogues, edits)
def test_edits_change_no_rule_and_no_order(catalogue: Catalogue, kept: Edits) -> None:
    adapted = adapt(catalogue, kept)
    assert rules_of(adapted) == rules_of(catalogue)
    for role, ladder in catalogue.ladders.items():
        assert [one.id for one in adapted.ladders[role].milestones] == [one.id for one in ladder.milestones]
