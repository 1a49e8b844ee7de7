from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.personal import personal_ladder, recombine
from portal.domain.playbook import Catalogue, Ladder, Milestone
from portal.domain.profile import Profile, When
from portal.domain.progress import Facts, State, climb
from portal.domain.roles import Role
from tests.factories import NOW, milestone, small_playbook

INDUSTRIES = ("Food", "Health", "Retail")
FOOD = When(industries=frozenset({"Food"}))
LARGE = When(seats_from=100)
IDS = tuple("abcdefgh")


def ladder(*rungs: Milestone, when: dict[str, When] | None = None) -> Ladder:
    return Ladder("admin", Role.ADMIN, "A ladder", "A promise.", rungs, when=MappingProxyType(when or {}))


def ids(of: Ladder) -> list[str]:
    return [rung.id for rung in of.milestones]


def test_a_milestone_stands_where_its_own_and_the_ladders_condition_hold() -> None:
    rungs = (milestone("a"), milestone("b", when=FOOD), milestone("c", when=FOOD))
    whole = ladder(*rungs, when={"c": LARGE})
    assert ids(recombine(whole, Profile("Food", 200))) == ["a", "b", "c"]
    assert ids(recombine(whole, Profile("Food", 20))) == ["a", "b"]
    assert ids(recombine(whole, Profile("Health", 200))) == ["a"]
    assert ids(recombine(whole, Profile())) == ["a", "b", "c"]


def test_what_is_done_stays_whatever_the_profile_says() -> None:
    whole = ladder(milestone("a"), milestone("b", when=FOOD))
    facts = Facts(done={"b": NOW})
    own = personal_ladder(small_playbook(*whole.milestones), whole, Profile("Health"), facts)
    assert [rung.state for rung in climb(own, facts, NOW.date()).milestones] == [State.AVAILABLE, State.DONE]


def test_a_new_role_keeps_what_the_member_had_a_hand_in() -> None:
    before = (milestone("a"), milestone("b", requires=("a",)), milestone("c"), milestone("d"))
    catalogue = small_playbook(*before, milestone("x"), milestone("y"))
    after = ladder(catalogue.milestones["x"], catalogue.milestones["a"], catalogue.milestones["y"])
    done = {name: NOW - timedelta(days=day) for day, name in enumerate("abcd")} | {"gone": NOW}
    facts = Facts(done=done, by_hand=frozenset({"b", "gone"}), celebrated=frozenset({"c"}))
    # b waits for a; d was reached by colleagues alone.
    assert ids(personal_ladder(catalogue, after, Profile(), facts)) == ["c", "x", "a", "b", "y"]


conditions = st.none() | st.builds(
    When,
    industries=st.frozensets(st.sampled_from(INDUSTRIES)),
    seats_from=st.none() | st.integers(1, 300),
    seats_to=st.none() | st.integers(1, 300),
    keep_unknown=st.booleans(),
)
profiles = st.builds(Profile, industry=st.none() | st.sampled_from(INDUSTRIES), seats=st.none() | st.integers(1, 400))


@st.composite
def playbooks(draw: st.DrawFn) -> Catalogue:
    """Two ladders over the same eight milestones, in orders in which every prerequisite comes first."""
    rungs: dict[str, Milestone] = {}
    for place, name in enumerate(IDS):
        requires = draw(st.frozensets(st.sampled_from(IDS[:place]), max_size=2)) if place else ()
        rungs[name] = milestone(name, requires=tuple(sorted(requires)), when=draw(conditions))
    catalogue = small_playbook(*rungs.values())
    some = draw(st.frozensets(st.sampled_from(IDS), min_size=1))
    admin, operator = (catalogue.ladders[role] for role in (Role.ADMIN, Role.OPERATOR))
    first = replace(admin, milestones=tuple(rungs[name] for name in IDS if name in some))
    second = replace(operator, milestones=tuple(rungs[name] for name in IDS if name not in some))
    return replace(catalogue, ladders={**catalogue.ladders, Role.ADMIN: first, Role.OPERATOR: second})


@given(playbooks(), profiles, profiles, st.frozensets(st.sampled_from(IDS)), st.data())
def test_no_change_of_profile_or_role_hides_what_is_done_or_puts_it_before_what_it_requires(
    catalogue: Catalogue, before: Profile, after: Profile, done: frozenset[str], data: st.DataObject
) -> None:
    admin, operator = catalogue.ladders[Role.ADMIN], catalogue.ladders[Role.OPERATOR]
    own = personal_ladder(catalogue, admin, before, Facts())
    days = data.draw(st.permutations(range(len(IDS))))
    reached = {name: NOW + timedelta(days=day) for name, day in zip(IDS, days, strict=True) if name in done}
    facts = Facts(done=reached, by_hand=frozenset(ids(own)))
    for there in (admin, operator):
        later = ids(personal_ladder(catalogue, there, after, facts))
        assert set(ids(own)) & done <= set(later)
        assert len(later) == len(set(later))
        for place, name in enumerate(later):
            assert not set(catalogue.milestones[name].requires) & set(later[place:])


@given(playbooks(), profiles)
def test_recombining_chooses_and_never_reorders(catalogue: Catalogue, profile: Profile) -> None:
    for whole in catalogue.ladders.values():
        chosen = ids(recombine(whole, profile))
        assert chosen == [name for name in ids(whole) if name in chosen]
        assert recombine(recombine(whole, profile), profile) == recombine(whole, profile)
