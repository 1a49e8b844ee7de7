from dataclasses import replace

from portal.db.engine import Database
from portal.db.tables import Unlock
from portal.domain.playbook import Feature, Ladder, Scope
from portal.domain.roles import Role
from portal.domain.rules import EventRule
from tests.ingest.playbook import CATALOGUE, milestone, step
from tests.ingest.world import account, rows, send, track

SSO = Feature("sso", "Single sign-on", "One password less.")
FIRST = milestone("first", Scope.ACCOUNT, step("map", EventRule("Groups Mapped", count=1)), unlocks=(SSO,))
SECOND = milestone("second", Scope.ACCOUNT, step("map", EventRule("Groups Mapped", count=2)), unlocks=(SSO,))
TWICE = replace(
    CATALOGUE,
    ladders={Role.OPERATOR: Ladder("operator", Role.OPERATOR, "Operators", "A promise.", (SECOND, FIRST))},
    milestones={"second": SECOND, "first": FIRST},
)


async def test_a_feature_that_two_milestones_open_at_once_opens_with_the_first(database: Database) -> None:
    acme = await account(database)
    early, late = (track("Groups Mapped", timestamp=f"2026-11-02T0{hour}:00:00Z") for hour in (7, 8))
    await send(database, early, late, catalogue=TWICE)
    assert await rows(database, Unlock, "subject_id", "feature", "milestone_id") == [(acme, "sso", "first")]
