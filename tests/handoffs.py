"""A handoff record that has everything, for tests of what comes after it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from portal.db.engine import Database
from portal.db.tables import DutyHolder, Handoff, Onboarding, PartHolder, Stakeholder, SuccessTarget
from portal.domain.roles import Capacity, Duty, Part
from tests.factories import NOW, add_staff

TODAY = NOW.date()


async def hand_over_whole(database: Database, account_id: UUID, **given: Any) -> None:  # noqa: ANN401 - any column
    """Every section of the start holds from now on, and kickoff is still to come; `given` overrides the handoff."""
    csm, lead = await add_staff(database), await add_staff(database, name="Samir Osei")
    record = {
        "received_at": NOW - timedelta(days=3),
        "deal_drivers": "Orders are typed twice.",
        "sales_name": "Bea Lindgren",
        "sales_email": "bea@vendor.test",
        "promises": "A pilot in week 2.",
        "technical_requirements": "Entra ID for sign-in.",
        "hub_url": "https://hub.test/halden",
        "handoff_meeting_on": TODAY - timedelta(days=1),
        "go_no_go": "The pilot group says that it is ready.",
        "decides_go_live": "Eva Lund",
    }
    run: dict[str, Any] = {"csm_id": csm, "technical_lead_id": lead, "kickoff_on": None}
    run["target_go_live_on"] = TODAY + timedelta(days=60)
    async with database.write() as session:
        await session.execute(update(Onboarding).where(Onboarding.account_id == account_id).values(run))
        session.add(Handoff(account_id=account_id, **record | given))
        session.add(
            SuccessTarget(
                account_id=account_id,
                metric_id="dispatch_minutes",
                baseline=41,
                baseline_source="60 orders timed",
                goal_3=25,
                goal_6=20,
                goal_12=15,
                agreed_on=TODAY,
            )
        )
    await _name_everybody(database, account_id)


async def _name_everybody(database: Database, account_id: UUID) -> None:
    async with database.write() as session:
        ids = {seat: uuid4() for seat in (*Duty, *Part)}
        for n, (seat, stakeholder_id) in enumerate(ids.items()):
            owner = seat is Part.PROJECT_OWNER
            about = {"capacity": Capacity.DEDICATED, "authority": "Decides.", "motivation": "Her team asked."}
            row = {"name": f"Person {'ABCDEFGHI'[n]} Berg", "email": f"p{n}@halden.test"} | (about if owner else {})
            session.add(Stakeholder(id=stakeholder_id, account_id=account_id, **row))
        await session.flush()
        for duty in Duty:
            session.add(DutyHolder(account_id=account_id, duty=duty, stakeholder_id=ids[duty]))
        for part in Part:
            session.add(PartHolder(account_id=account_id, part=part, stakeholder_id=ids[part]))
