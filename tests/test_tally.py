"""What a worker tells a monitoring system of its own work."""

import pytest
from httpx import ConnectError, get
from prometheus_client.parser import text_string_to_metric_families

from portal.tally import Outcome, Tally, told


def samples(text: str) -> dict[tuple[str, ...], float]:
    return {
        (one.name, *one.labels.values()): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_jobs_are_counted_by_kind_and_by_what_came_of_them() -> None:
    tally = Tally()
    tally.did("sweep", Outcome.DONE, seconds=2.0)
    tally.did("assess", Outcome.DONE, seconds=3.0, jobs=3)
    tally.did("assess", Outcome.FAILED, seconds=0.5)
    found = samples(tally.text().decode())
    assert found["portal_job_seconds_count", "assess", "done"] == 3
    assert found["portal_job_seconds_sum", "assess", "done"] == 3.0
    assert found["portal_job_seconds_count", "assess", "failed"] == 1
    assert found["portal_job_seconds_sum", "sweep", "done"] == 2.0


def test_a_worker_tells_at_its_port_until_it_ends_and_nowhere_without_one() -> None:
    tally = Tally()
    tally.looked()
    with told(tally, 0) as port:
        answer = get(f"http://127.0.0.1:{port}/metrics", trust_env=False)
        assert samples(answer.text)["portal_worker_looked_timestamp_seconds",] > 0
    with pytest.raises(ConnectError):
        get(f"http://127.0.0.1:{port}/metrics", trust_env=False)
    with told(tally, None) as nowhere:
        assert nowhere is None
