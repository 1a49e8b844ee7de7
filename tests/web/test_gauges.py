from dataclasses import replace
from datetime import UTC, datetime, timedelta

from prometheus_client.parser import text_string_to_metric_families

from portal.db.operations import Line, Sent
from portal.domain.deliveries import State
from portal.domain.event_months import Room
from portal.domain.jobs import Overview, Waiting
from portal.domain.preferences import Channel
from portal.jobs.kinds import ASSESS, SWEEP
from portal.services.operations import Pace
from portal.web import gauges

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NOBODY = Line(0, None)
QUIET = Pace(Overview((), 0, (), ()), NOBODY, None, 0, (), NOBODY, NOBODY, 0)


def told(pace: Pace) -> dict[tuple[str, ...], float]:
    text = gauges.text(pace, now=NOW).decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_where_nothing_waits_nothing_is_late() -> None:
    assert told(QUIET) == {
        ("portal_jobs_dead",): 0,
        ("portal_deliveries_waiting",): 0,
        ("portal_deliveries_late_seconds",): 0,
        ("portal_ingest_lag_seconds",): 0,
        ("portal_quarantined_messages",): 0,
        ("portal_webhooks_waiting",): 0,
        ("portal_webhooks_late_seconds",): 0,
        ("portal_webhook_addresses_off",): 0,
    }


def test_where_events_lie_by_month_it_tells_how_long_the_months_last() -> None:
    pace = replace(QUIET, room=Room(NOW + timedelta(days=45, hours=12), strays=True))
    found = told(pace)
    assert (found["portal_event_months_left_days",], found["portal_event_strays",]) == (45.5, 1)


def test_what_waits_is_late_by_the_first_that_is_due() -> None:
    waiting = (Waiting(ASSESS, 3, 1, NOW - MINUTE), Waiting(SWEEP, 1, 0, NOW + MINUTE))
    sent = (Sent(Channel.EMAIL, State.SENT, 7),)
    lines = (Line(9, NOW - 2 * MINUTE), Line(3, NOW - MINUTE), Line(5, NOW))
    found = told(Pace(Overview((), 2, (), waiting), lines[0], NOW - 5 * MINUTE, 4, sent, *lines[1:], 1))
    assert found == {
        ("portal_jobs_waiting", ASSESS): 3,
        ("portal_jobs_waiting", SWEEP): 1,
        ("portal_jobs_failing", ASSESS): 1,
        ("portal_jobs_failing", SWEEP): 0,
        ("portal_jobs_late_seconds", ASSESS): 60,
        ("portal_jobs_late_seconds", SWEEP): 0,
        ("portal_jobs_dead",): 2,
        ("portal_deliveries", "email", "sent"): 7,
        ("portal_deliveries_waiting",): 3,
        ("portal_deliveries_late_seconds",): 60,
        ("portal_ingest_lag_seconds",): 120,
        ("portal_quarantined_messages",): 4,
        ("portal_webhooks_waiting",): 5,
        ("portal_webhooks_late_seconds",): 0,
        ("portal_webhook_addresses_off",): 1,
        ("portal_last_sweep_timestamp_seconds",): (NOW - 5 * MINUTE).timestamp(),
    }
