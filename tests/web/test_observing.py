import json
import logging

import pytest

from portal.logs import configure_logs
from tests.web.event_app import batch, event_app


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_request_is_one_line_with_its_id_and_without_its_address(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with event_app(database_url) as portal:
        configure_logs()
        answer = await portal.client.get("/calendar/a-secret.ics?code=another")
        await portal.client.get("/nowhere/a-secret")
        await portal.client.get("/static/css/app.css")
        await portal.client.get("/healthz")
        await portal.post("/v1/batch", batch())
    told = lines(capsys)
    assert [(line["event"], line["handler"], line["status"]) for line in told] == [
        ("request", "feeds.read", 404),
        ("request", "none", 404),
        ("request", "portal.web.assets.Assets", 200),
        ("request", "api.events.batch", 200),
    ]
    assert told[0]["request_id"] == answer.headers["x-request-id"]
    assert "secret" not in json.dumps(told)


def test_what_libraries_log_is_a_line_of_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    try:
        int("x")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("It broke: %s", "why", extra={"color_message": "no colours"})
    (line,) = lines(capsys)
    assert (line["level"], line["event"]) == ("error", "It broke: why")
    assert "exception" in line
    assert "color_message" not in line


def test_a_person_is_told_of_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(plain=True)
    logging.getLogger("portal.requests").info("request")
    assert capsys.readouterr().out == ""
