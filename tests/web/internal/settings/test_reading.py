"""What the settings only tell: thresholds and their source, the tracking plan, the installation."""

from portal.db.sources import ensure_source
from portal.db.tables import EventName
from tests.factories import NOW, publish
from tests.web.internal.settings.conftest import CATALOGUE, HERE, Bureau


async def seen(bureau: Bureau, source: str, name: str, count: int) -> None:
    """Note that a source sent events of a name."""
    async with bureau.database.write() as session:
        sender = await ensure_source(session, name=source)
        session.add(EventName(source_id=sender.id, name=name, count=count, first_at=NOW, last_at=NOW))


async def test_every_threshold_stands_with_its_file_and_whoever_published_it(bureau: Bureau) -> None:
    await publish(bureau.database)
    page = (await bureau.browsers["lead"].get(f"{HERE}/trees")).text
    for tree in CATALOGUE.trees.values():
        assert tree.title in page
        assert f"<code>risk_trees/{tree.id}.yaml</code> · as Test published it in" in page
        for node in tree.nodes.values():
            assert node.ask in page
    assert "revision 1" in page
    assert "max days late <b>14</b>" in page
    assert "/internal/playbook/edit/risk_trees" not in page, "a lead reads"
    editors = (await bureau.browsers["editor"].get(f"{HERE}/trees")).text
    assert "/internal/playbook/edit/risk_trees/onboarding.yaml" in editors


async def test_the_plan_stands_beside_what_came(bureau: Bureau) -> None:
    await seen(bureau, "product", "Order Dispatched", 1234)
    await seen(bureau, "product", "<b>Basket</b>", 3)
    page = (await bureau.browsers["editor"].get(f"{HERE}/tracking")).text
    assert page.count('<li class="tracked') == len(CATALOGUE.events) + 1
    assert "<b>1,234</b>" in page
    assert "&lt;b&gt;Basket&lt;/b&gt;" in page
    assert "Never came" in page
    assert "/internal/playbook/edit/events.yaml" in page


async def test_the_installation_tells_facts_and_no_secret(bureau: Bureau) -> None:
    await publish(bureau.database)
    await seen(bureau, "product", "Order Dispatched", 1234)
    page = (await bureau.owner.get(f"{HERE}/installation")).text
    for fact in ("https://portal.test", "https://login.vendor.test", "1,234 events", "Revision 1", "Not set up"):
        assert fact in page
    assert "client secret" not in page
    assert "thirty-two" not in page
    for kept in ("7 days at most", "12 hours", "10 minutes", "For good"):
        assert kept in page


async def test_who_reads_what(bureau: Bureau) -> None:
    answers = {
        (who, page): (await client.get(f"{HERE}/{page}")).status_code
        for who, client in bureau.browsers.items()
        for page in ("trees", "tracking", "installation")
    }
    open_to = {who for (who, page), status in answers.items() if page == "trees" and status == 200}
    assert open_to == {"owner", "other", "lead", "editor"}
    assert {who for (who, page), status in answers.items() if page == "tracking" and status == 200} == open_to
    assert {who for (who, page), status in answers.items() if page == "installation" and status == 200} == {
        "owner",
        "other",
    }
