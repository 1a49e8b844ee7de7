"""One id leads from a request through every job it brought about, in the log and in the rows."""

import json
from datetime import timedelta

import pytest

from portal.db.tables import Job, UnrolledBatch
from portal.logs import configure_logs
from portal.worker import Worker
from tests.ingest.world import rows, track
from tests.web.event_app import NOW, SmallPlaybook, batch, event_app


async def test_the_jobs_of_a_request_and_their_jobs_carry_its_id(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with event_app(database_url) as portal:
        sent = await portal.post("/v1/batch", batch(track("Order Dispatched", message_id="one")))
        request_id = sent.headers["x-request-id"]
        assert set(await rows(portal.database, UnrolledBatch, "request_id")) == {(request_id,)}
        configure_logs()
        moment = NOW
        worker = Worker(portal.database, SmallPlaybook(), lambda: moment)
        await worker.step()
        waiting = dict(await rows(portal.database, Job, "kind", "request_id"))
        moment += timedelta(seconds=5)
        await worker.step()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    tried = {line["kind"]: line["request_id"] for line in lines if line["event"] in {"job_done", "job_failed"}}
    assert waiting["assess_account"] == tried["assess_account"] == request_id
    assert tried["sweep_verdicts"] is None
