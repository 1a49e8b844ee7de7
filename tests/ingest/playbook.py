"""A small playbook whose rules cover every kind of counting."""

from datetime import date

from portal.domain.playbook import Catalogue, Celebration, Feature, Ladder, Metric, Milestone, Scope, Signal, Step
from portal.domain.roles import Role
from portal.domain.rules import Condition, EventRule, Op
from tests.lifecycles import LIFECYCLE


def milestone(
    milestone_id: str,
    scope: Scope,
    *steps: Step,
    signal: EventRule | None = None,
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


def step(step_id: str, rule: EventRule | None = None, *, optional: bool = False) -> Step:
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
    events=frozenset({"Order Dispatched", "Report Viewed", "Groups Mapped", "Dashboard Opened"}),
    lifecycle=LIFECYCLE,
)
