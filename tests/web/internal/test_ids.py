"""Pages with several forms: no id stands twice, so that every label names its own field."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.db.tables import Kickoff, Onboarding
from tests.factories import NOW
from tests.handoffs import hand_over_whole
from tests.web.internal.conftest import Office

FORMS = ("duties/attends", "tracks/pilot", "tasks/new", "decisions/new", "holds/new", "pilot/edit", "override")


def ids(page: str) -> Counter[str]:
    return Counter(re.findall(r'<[^>]* id="([^"]+)"', page))


async def kicked_off(office: Office) -> None:
    """The kickoff was yesterday; nobody has written its recap."""
    await hand_over_whole(office.database, office.account_id)
    at = NOW - timedelta(days=1)
    async with office.database.write() as session:
        session.add(
            Kickoff(account_id=office.account_id, starts_at=at, minutes=45, attendees=["Eva Lund"], edited_by="Tomás")
        )
        await session.execute(update(Onboarding).values(kickoff_on=at.date()))


@pytest.mark.parametrize("path", ["", "kickoff", "plan", "go-live", "start"])
async def test_no_id_stands_twice_on_a_page(office: Office, path: str) -> None:
    await kicked_off(office)
    page = await office.client.get(office.path(path).removesuffix("/"))
    assert page.status_code == 200
    assert [one for one, times in ids(page.text).items() if times > 1] == []


async def test_forms_that_are_open_side_by_side_share_no_id(office: Office) -> None:
    await kicked_off(office)
    found: Counter[str] = Counter()
    for path in FORMS:
        form = await office.client.get(office.path(path), headers={"HX-Request-Type": "partial"})
        if form.status_code == 200:
            found += Counter(one for one in ids(form.text))
    assert [one for one, times in found.items() if times > 1] == []
