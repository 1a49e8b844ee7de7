import httpx
from sqlalchemy import text

from portal.app import create_app
from tests.web.event_app import event_app, settings


async def test_the_process_answers(database_url: str) -> None:
    async with event_app(database_url) as portal:
        response = await portal.client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_ready_means_the_database_answers_with_the_right_schema(database_url: str) -> None:
    async with event_app(database_url) as portal:
        assert (await portal.client.get("/readyz")).status_code == 200
        async with portal.database.write() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
        response = await portal.client.get("/readyz")
    assert response.status_code == 503
    assert "portal migrate" in response.json()["message"]


async def test_a_database_that_is_away_is_not_ready() -> None:
    app = create_app(settings("postgresql://nobody@127.0.0.1:1/nothing"))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://portal.test") as client:
        response = await client.get("/readyz")
    await app.state.portal.outbound.close()
    assert response.status_code == 503
    assert "PORTAL_DATABASE_URL" in response.json()["message"]
