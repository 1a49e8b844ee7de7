"""Small playbooks: one whose rules cover every kind of counting, one with rules that are folded from events."""

from dataclasses import replace
from datetime import date

from portal.domain.playbook import Catalogue, Celebration, Feature, Ladder, Metric, Milestone, Scope, Signal, Step
from portal.domain.roles import Role
from portal.domain.rules import AllRule, AnyRule, Condition, EventRule, Op, Rule, SequenceRule
from tests.factories import declared
from tests.lifecycles import LIFECYCLE


def milestone(
    milestone_id: str,
    scope: Scope,
    *steps: Step,
    signal: Rule | None = None,
    unlocks: tuple[Feature, ...] = (),
) -> Milestone:
    return Milestone(
        id=milestone_id,
        title=milestone_id.title(),
        short=milestone_id,
        outcome="an outcome",
        purpose="purpose",
        why="why",
        scope=scope,
        track="pilot",
        phase="discovery",
        minutes=5,
        due_days=7,
        steps=steps,
        roles=(Role.OPERATOR,),
        celebration=Celebration("{account} did it.", "A fact."),
        owner="Owner",
        review_by=date(2027, 1, 1),
        article="",
        signal=Signal("when it happened", signal) if signal else None,
        unlocks=unlocks,
    )


def step(step_id: str, rule: Rule | None = None, *, optional: bool = False) -> Step:
    return Step(step_id, step_id.title(), "Do it.", 1, rule=rule, optional=optional)


OWN = milestone(
    "own",
    Scope.MEMBER,
    step("look"),
    step("send", EventRule("Order Dispatched", count=2)),
    step("read", EventRule("Report Viewed"), optional=True),
    unlocks=(Feature("templates", "Templates", "Reuse an order."),),
)
SHARED = milestone(
    "shared",
    Scope.ACCOUNT,
    step("big", EventRule("Order Dispatched", count=3, where=(Condition("value", Op.AT_LEAST, 100),))),
    step("map", EventRule("Groups Mapped")),
    signal=EventRule("Dashboard Opened", distinct_members=2, count=2),
    unlocks=(Feature("sso", "Single sign-on", "One password less."),),
)
CATALOGUE = Catalogue(
    revision=1,
    hash="0" * 64,
    vendor="Marlowe",
    product="Marlowe",
    ladders={Role.OPERATOR: Ladder("operator", Role.OPERATOR, "Operators", "A promise.", (OWN, SHARED))},
    milestones={"own": OWN, "shared": SHARED},
    trees={},
    plays={},
    experiments=(),
    metrics={"active_members": Metric("active_members", "Active", "Used it.", frozenset({"Order Dispatched"}))},
    events=declared("Order Dispatched", "Report Viewed", "Groups Mapped", "Dashboard Opened"),
    lifecycle=LIFECYCLE,
)

ORDER, REPORT, DASHBOARD = (EventRule(name) for name in ("Order Dispatched", "Report Viewed", "Dashboard Opened"))
BIG_ORDER = replace(ORDER, where=(Condition("value", Op.AT_LEAST, 100),))
HABIT = milestone(
    "habit",
    Scope.MEMBER,
    step("look"),
    step("often", EventRule("Order Dispatched", count=3, within_days=2)),
    step("either", AnyRule((replace(REPORT, count=2), EventRule("Groups Mapped")))),
    signal=SequenceRule((ORDER, REPORT), within_days=3),
    unlocks=(Feature("routine", "Routine", "Every morning."),),
)
ROLLOUT = milestone(
    "rollout",
    Scope.ACCOUNT,
    step("lead", SequenceRule((BIG_ORDER, replace(DASHBOARD, count=2, distinct_members=2)))),
    step("both", AllRule((REPORT, AnyRule((SequenceRule((REPORT, ORDER)), EventRule("Groups Mapped")))))),
    step("plain", replace(ORDER, count=4, distinct_members=2)),
    signal=replace(DASHBOARD, count=2, within_days=1),
)
FOLDED = replace(CATALOGUE, milestones={one.id: one for one in (OWN, SHARED, HABIT, ROLLOUT)})
