"""The library: what a milestone has to read, what a reader chooses, what goes with it."""

from portal.domain.library import (
    Kind,
    Wish,
    by_kind,
    by_role,
    by_track,
    choices,
    in_order,
    pieces_of,
    related,
)
from portal.domain.playbook import Milestone
from portal.domain.roles import Role
from tests.factories import SIGN_ON, milestone, small_playbook


def test_a_milestone_has_an_article_and_maybe_a_video() -> None:
    article, video = pieces_of(SIGN_ON, str.upper)
    assert (article.kind, article.title, article.minutes) == (Kind.ARTICLE, SIGN_ON.title, 1)
    assert (video.kind, video.title, video.minutes) == (Kind.VIDEO, "Mapping groups", 2)
    assert video.text == "OPEN THE *GROUPS* PAGE."
    long, *none = pieces_of(milestone("long", article="word " * 441), str)
    assert (long.minutes, none) == (3, [])


def test_choices_count_what_they_would_leave() -> None:
    other = milestone("other", roles=(Role.OPERATOR,), track="enablement")
    pieces = [piece for one in (SIGN_ON, other) for piece in pieces_of(one, str)]
    wish = Wish(role=Role.ADMIN)
    assert [(c.count, c.chosen) for c in choices(pieces, wish, by_kind(wish))] == [(2, True), (1, False), (1, False)]
    assert [c.count for c in choices(pieces, wish, by_role(wish))] == [3, 2, 0, 1]
    assert [c.count for c in choices(pieces, wish, by_track(wish, ["administration", "enablement"]))] == [2, 2, 0]
    assert [piece.kind for piece in pieces if Wish(short=True).holds(piece)] == [Kind.ARTICLE, Kind.ARTICLE]


def test_ones_own_ladder_comes_first() -> None:
    mine, theirs = milestone("mine"), milestone("theirs")
    own = small_playbook(mine).ladders[Role.ADMIN]
    others = small_playbook(theirs, mine).ladders.values()
    assert in_order([theirs, milestone("nowhere"), mine], own, others) == [mine, theirs, milestone("nowhere")]


def test_what_comes_before_and_after_is_read_along() -> None:
    first = milestone("first", phase="kickoff")
    second = milestone("second", requires=("first",), phase="kickoff", track="pilot")
    third = milestone("third", requires=("second",), track="enablement", phase="go_live")
    stranger = milestone("stranger", roles=(Role.OPERATOR,))
    ladder = (first, second, third, stranger)

    def ids(of: Milestone) -> list[str]:
        return [one.id for one in related(of, ladder)]

    assert ids(second) == ["first", "third"]
    assert ids(stranger) == []
