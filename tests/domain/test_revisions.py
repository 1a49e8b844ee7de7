from dataclasses import fields, replace
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.experiments import Experiment, Move, Variant
from portal.domain.playbook import Catalogue, Edition
from portal.domain.plays import Play, PlayAction
from portal.domain.revisions import Change, Kind, diff
from portal.domain.risk import Leaf, Level, Node, Tree
from portal.domain.roles import Role
from portal.domain.rules import EventRule
from tests.catalogues import catalogues, edited
from tests.content.playbooks import fewer
from tests.factories import SIGN_ON, declared, milestone, small_playbook, step

BASE = small_playbook(SIGN_ON, milestone("data"))


def with_milestone(**given: object) -> Catalogue:
    changed = replace(SIGN_ON, **given)  # type: ignore[arg-type]  # any field of a milestone
    return replace(BASE, milestones=MappingProxyType({**BASE.milestones, "sign_on": changed}))


def test_a_revision_does_not_differ_from_itself_under_another_number() -> None:
    assert diff(BASE, replace(BASE, revision=9, hash="f" * 64)) == ()


def test_a_changed_field_is_named_with_both_values() -> None:
    (change,) = diff(BASE, with_milestone(title="Sign on"))
    assert change == Change(Kind.CHANGED, ("milestones", "sign_on", "title"), "Turn on single sign-on", "Sign on")


def test_steps_are_compared_by_id_down_to_their_rules() -> None:
    mapped = replace(SIGN_ON.steps[1], rule=EventRule("Groups Mapped", count=3))
    changes = diff(BASE, with_milestone(steps=(mapped, step("ask"))))
    assert {(change.kind, change.path[2:]) for change in changes} == {
        (Kind.REMOVED, ("steps", "pick")),
        (Kind.CHANGED, ("steps", "map", "rule", "count")),
        (Kind.ADDED, ("steps", "ask")),
    }


def test_only_the_order_of_steps_and_of_ladders_is_a_change_too() -> None:
    (steps,) = diff(BASE, with_milestone(steps=SIGN_ON.steps[::-1]))
    assert steps == Change(Kind.ORDER, ("milestones", "sign_on", "steps"), ("pick", "map"), ("map", "pick"))
    ladder = BASE.ladders[Role.ADMIN]
    turned = replace(ladder, milestones=ladder.milestones[::-1])
    (change,) = diff(BASE, replace(BASE, ladders={**BASE.ladders, Role.ADMIN: turned}))
    assert change == Change(Kind.ORDER, ("ladders", "admin", "milestones"), ("sign_on", "data"), ("data", "sign_on"))


def test_what_comes_and_goes_is_named_once_and_not_field_by_field() -> None:
    changes = diff(BASE, with_milestone(impact=None, in_app="Hello."))
    assert [(change.kind, change.path[2:]) for change in changes] == [
        (Kind.REMOVED, ("impact",)),
        (Kind.ADDED, ("in_app",)),
    ]


def test_a_number_that_became_a_yes_is_a_change() -> None:
    old = replace(BASE, plays={"one": 1})  # type: ignore[dict-item]  # any value stands for a field
    assert diff(old, replace(old, plays={"one": True}))  # type: ignore[dict-item]  # likewise


NODE = Node("owner", "Owner named?", "owner_named", "yes", {"days": 14.0}, "A name.", "end", "end", "end")
LEAF = Leaf("end", Level.WATCH, "Watch", "Watch", "Look.")
TREE = Tree("start", "Start", {"owner": NODE}, {"end": LEAF}, "owner")
PLAY = Play("call", "Call", "Talk.", (PlayAction("Ring", "Once."), PlayAction("Write", "Twice.", "Dear …")))
TEST = Experiment(
    id="swap",
    title="Swap",
    hypothesis="Order matters.",
    ladder="admin",
    salt="swap/1",
    layer="ladder.admin",
    layer_from=0,
    layer_to=1,
    max_accounts=9,
    variants=(Variant("a", 1, (Move("x", "y"), Move("x", "z"))),),
    primary="activated_14d",
    running=True,
)


def test_trees_plays_experiments_and_events_are_compared_too() -> None:
    before = replace(BASE, trees={"start": TREE}, plays={"call": PLAY}, experiments=(TEST,))
    node = replace(NODE, thresholds={"days": 21.0}, no="other")
    arm = Variant("a", 1, (Move("x", "z"), Move("x", "z")))
    after = replace(
        BASE,
        trees={"start": replace(TREE, nodes={"owner": node})},
        plays={"call": replace(PLAY, actions=(PlayAction("Ring", "Now."),))},
        experiments=(replace(TEST, variants=(arm,)),),
        events=declared("Order Dispatched", "Report Viewed"),
    )
    assert {".".join(change.path): change.kind for change in diff(before, after)} == {
        "trees.start.nodes.owner.thresholds.days": Kind.CHANGED,
        "trees.start.nodes.owner.no": Kind.CHANGED,
        "plays.call.actions.1.detail": Kind.CHANGED,
        "plays.call.actions.2": Kind.REMOVED,
        "experiments.swap.variants.a.moves.1.before": Kind.CHANGED,
        "events.Groups Mapped": Kind.REMOVED,
        "events.Report Viewed": Kind.ADDED,
    }


def test_what_another_language_takes_over_is_told_once_and_its_own_words_are_told() -> None:
    def bilingual(title: str, due_days: int) -> Catalogue:
        original = replace(SIGN_ON, due_days=due_days)
        german = replace(original, title=title, language="de")
        edition = Edition(MappingProxyType({}), MappingProxyType({"sign_on": german}))
        return replace(small_playbook(original), editions=MappingProxyType({"de": edition}))

    changes = diff(bilingual("Anmelden", 10), bilingual("Einmal anmelden", 20))
    places = [".".join(change.path) for change in changes]
    assert places == ["milestones.sign_on.due_days", "editions.de.milestones.sign_on.title"]


@fewer
@given(catalogues)
def test_no_playbook_differs_from_itself(catalogue: Catalogue) -> None:
    assert diff(catalogue, catalogue) == ()


@fewer
@given(st.data())
def test_the_difference_names_every_changed_field_and_no_other(data: st.DataObject) -> None:
    before = data.draw(catalogues)
    after = data.draw(edited(before))
    named = {change.path[:3] for change in diff(before, after)}
    shared = before.milestones.keys() & after.milestones.keys()
    expected: set[tuple[str, ...]] = {("milestones", one) for one in before.milestones.keys() ^ after.milestones.keys()}
    for one in shared:
        old, new = before.milestones[one], after.milestones[one]
        names = [field.name for field in fields(old)]
        expected |= {("milestones", one, name) for name in names if getattr(old, name) != getattr(new, name)}
    orders = [{role: [m.id for m in ladder.milestones] for role, ladder in c.ladders.items()} for c in (before, after)]
    expected |= {("ladders", role, "milestones") for role in Role if orders[0][role] != orders[1][role]}
    assert named - {("milestones",)} == expected


@fewer
@given(st.data())
def test_the_way_back_names_the_same_places(data: st.DataObject) -> None:
    before = data.draw(catalogues)
    after = data.draw(edited(before))
    assert {change.path for change in diff(before, after)} == {change.path for change in diff(after, before)}
