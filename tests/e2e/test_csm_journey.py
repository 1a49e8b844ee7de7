"""A CSM takes an account from handoff to the week-26 assessment. Each chapter quotes the source it shows."""

from collections.abc import Iterator

import pytest

from tests.e2e import stage as stages
from tests.e2e.chapters import adoption, onboarding, start
from tests.e2e.stage import Stage

VERDICTS = [
    "No handoff from sales yet",
    "No project owner yet",
    "Ready to kick off",
    "No action item was due",
    "The pilot is too young to judge",
    "On track",
    "Week-4 ghosting",
    "On track",
    "Too early to see a trend",
    "Healthy adoption",
    "Adoption has plateaued",
    "Healthy adoption",
]
"""Where the account stood over 28 weeks."""


@pytest.fixture
def stage(database_url: str, problems: list[str]) -> Iterator[Stage]:
    with stages.stage(database_url, problems) as opened:
        yield opened


@pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)], indirect=True
)
def test_an_account_is_led_from_handoff_to_the_assessment_of_week_26(stage: Stage, problems: list[str]) -> None:
    desk = start.contract(stage)
    start.nobody_drives(stage, desk, problems)
    start.no_number_shows_success(stage, desk)
    start.gate_opens(stage, desk)
    onboarding.kickoff(stage, desk)
    onboarding.pilot(stage, desk)
    onboarding.ghosting(stage, desk)
    onboarding.recovery(stage, desk)
    adoption.go_live(stage, desk)
    adoption.value_is_shown(stage, desk)
    adoption.plateau(stage, desk)
    adoption.assessment(stage, desk)
    assert desk.verdicts() == VERDICTS
