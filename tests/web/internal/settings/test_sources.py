"""The senders of events: renamed and given other sites, by two owners at once, and never mistaken for the portal."""

import pytest

from portal.db.sources import by_id, ensure_source
from portal.ingest import PORTAL_SOURCE
from tests.factories import HTMX
from tests.web.internal.settings.conftest import HERE, Bureau, typed

SITES = "https://app.example.com"


async def add(bureau: Bureau, name: str, *sites: str) -> str:
    """The address of a source of that name; one with sites is called from web pages."""
    async with bureau.database.write() as session:
        source = await ensure_source(session, name=name, browser=bool(sites), origins=sites)
    return f"{HERE}/keys/sources/{source.id}"


async def test_a_source_that_is_renamed_keeps_its_place_and_the_audit_tells_of_it(bureau: Bureau) -> None:
    path = await add(bureau, "web", SITES)
    assert f"{path}/edit" in (await bureau.owner.get(f"{HERE}/keys")).text
    form = (await bureau.owner.get(f"{path}/edit")).text
    assert f'value="{SITES}"' in form
    entered = {"name": "shop", "origins": "https://b.example, https://A.example/"} | typed(form)
    saved = await bureau.owner.post(path, data=entered, headers=HTMX)
    assert saved.status_code == 200
    assert "Sends from https://a.example, https://b.example" in saved.text
    (act,) = await bureau.acts()
    assert (act.act, act.subject) == ("source.changed", "web")
    assert act.before == {"name": "web", "sites": SITES}
    assert act.after == {"name": "shop", "sites": "https://a.example, https://b.example"}
    source_id = int(path.rpartition("/")[2])
    async with bureau.database.read() as session:
        source = (await by_id(session, [source_id]))[source_id]
    assert (source.name, source.browser, source.origins) == ("shop", True, ("https://a.example", "https://b.example"))
    assert "changed the source of events “web”" in (await bureau.owner.get("/internal/audit")).text


async def test_a_server_stays_a_server_whatever_is_sent(bureau: Bureau) -> None:
    path = await add(bureau, "product")
    form = (await bureau.owner.get(f"{path}/edit")).text
    assert 'name="origins"' not in form
    sent = {"name": "shop", "origins": SITES, "browser": "1"} | typed(form)
    assert (await bureau.owner.post(path, data=sent)).status_code == 303
    source_id = int(path.rpartition("/")[2])
    async with bureau.database.read() as session:
        source = (await by_id(session, [source_id]))[source_id]
    assert (source.name, source.browser, source.origins) == ("shop", False, ())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Name the system"),
        ({"name": "s" * 81}, "longer than 80"),
        ({"name": PORTAL_SOURCE}, "the portal itself"),
        ({"name": "product"}, "Another source is called “product” already"),
        ({"origins": "app.example.com"}, "is not a site"),
    ],
)
async def test_what_makes_no_sense_is_said_next_to_it_and_kept(
    bureau: Bureau, wrong: dict[str, str], said: str
) -> None:
    await add(bureau, "product")
    path = await add(bureau, "web", SITES)
    form = (await bureau.owner.get(f"{path}/edit")).text
    entered = {"name": "<b>shop", "origins": "https://kept.example"} | typed(form) | wrong
    refused = await bureau.owner.post(path, data=entered, headers=HTMX)
    assert refused.status_code == 422
    assert said in refused.text
    assert ("https://kept.example" if "name" in wrong else "&lt;b&gt;shop") in refused.text
    assert await bureau.acts() == []


async def test_only_owners_come_near_and_nobody_near_the_portal_itself(bureau: Bureau) -> None:
    path, own = await add(bureau, "product"), await add(bureau, PORTAL_SOURCE)
    for who in ("lead", "editor", "csm"):
        for way in (path, f"{path}/edit"):
            assert (await bureau.browsers[who].get(way)).status_code == 403
        assert (await bureau.browsers[who].post(path, data={"name": "mine", "version": "1"})).status_code == 403
    for way in (own, f"{own}/edit", f"{HERE}/keys/sources/999"):
        assert (await bureau.owner.get(way)).status_code == 404
    assert (await bureau.owner.post(own, data={"name": "mine", "version": "1"})).status_code == 404
