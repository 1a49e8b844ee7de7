"""Who of an account uses what: the weeks of its people, and who was first."""

from datetime import timedelta

from portal.domain.measures import week_of
from portal.jobs import the_queue
from portal.rollups import roll_up
from portal.services import use
from tests.factories import NOW, add_member
from tests.ingest.world import send, track
from tests.web.internal.conftest import CATALOGUE, Office

USED, UNUSED, *_ = sorted(CATALOGUE.use_events)
BESIDES = next(name for name in sorted(CATALOGUE.events) if name not in CATALOGUE.use_events)


async def came(office: Office, *events: tuple[str, str, int]) -> None:
    """Events by who caused them, their name, and how many weeks ago."""
    sent = (
        track(name, who, group=None, timestamp=(NOW - timedelta(weeks=ago)).isoformat()) for who, name, ago in events
    )
    await send(office.database, *sent, received_at=NOW, catalogue=CATALOGUE)
    async with office.database.write() as session:
        await roll_up(session, catalogue=CATALOGUE, queue=the_queue(), now=NOW)


async def test_the_page_tells_who_uses_the_product_and_who_was_first_with_what(office: Office) -> None:
    people = {"priya": "Priya Raman", "mei": "Mei <b>Tanaka</b>", "wei": "Wei Chen"}
    for external_id, name in people.items():
        await add_member(office.database, office.account_id, external_id=external_id, name=name)
    await came(
        office, ("mei", USED, 0), ("mei", USED, 3), ("priya", USED, 11), ("priya", USED, 40), ("wei", BESIDES, 1)
    )
    async with office.database.read() as session:
        view = await use.show(session, catalogue=CATALOGUE, account_id=office.account_id, now=NOW)
    assert (view.weeks[-1], len(view.weeks)) == (week_of(NOW), 12)
    assert [(one.person.name, [11 - n for n, on in enumerate(one.weeks) if on]) for one in view.people] == [
        (people["mei"], [3, 0]),
        (people["priya"], [11]),
        (people["wei"], []),
    ]
    first, *others = view.uses
    assert (first.event.name, first.first and first.first[1:]) == (USED, (NOW - timedelta(weeks=40), "Priya Raman", 2))
    assert [one.first for one in others] == [None] * len(others)
    assert [(one.event.name, one.first and one.first.by) for one in view.besides] == [(BESIDES, "Wei Chen")]
    shown = (await office.client.get(office.path("use"))).text
    assert "Mei &lt;b&gt;Tanaka&lt;/b&gt;" in shown
    assert f"1 of {len(view.uses)} tried" in shown
    assert "2 of 12" in shown


async def test_an_account_without_people_says_how_they_appear(office: Office) -> None:
    shown = await office.outsider.get(office.path("use"))
    assert shown.status_code == 200
    assert "Nobody yet. People appear when they sign in" in shown.text
