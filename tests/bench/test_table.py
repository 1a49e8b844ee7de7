import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from itertools import repeat

import pytest

from tests.bench.load import Outcome, drive_all, http
from tests.bench.processes import apart, cpu
from tests.bench.table import Figure, Row, Sample, centile, ratio, render, verdict

ROW = Row("a page ÷ its limit", "page", "limit", must=0.2, goal=0.4)
WAIT = Figure("a wait, ms", "page", "ms", must=1000, goal=200)


def one_round(page: int, limit: int) -> dict[str, Sample]:
    return {"page": Sample(page, 2.0, 1.0, 0.5), "limit": Sample(limit, 2.0, 1.0, 0.0)}


def test_the_ratio_is_the_median_of_the_rounds_not_the_ratio_of_the_medians() -> None:
    rounds = [one_round(10, 100), one_round(300, 1000), one_round(90, 100)]
    assert ratio(rounds, "page", "limit") == pytest.approx(0.3)


def test_a_sample_tells_rate_and_processor_time_for_one() -> None:
    sample = Sample(count=1000, seconds=2.0, app_cpu=0.5, database_cpu=0.1)
    assert (sample.rate, sample.app_micros, sample.database_micros) == pytest.approx((500, 500, 100))


def test_a_ratio_is_judged_by_must_and_goal() -> None:
    assert [verdict(value, ROW) for value in (0.1, 0.2, 0.4)] == ["SHORT", "must", "goal"]


def test_of_a_figure_less_is_better() -> None:
    assert [verdict(value, WAIT) for value in (1200, 1000, 200)] == ["SHORT", "must", "goal"]


def test_the_table_shows_the_median_of_a_figure_among_the_ratios() -> None:
    rounds = [{"page": Sample(1, 1.0, figures={"ms": value})} for value in (90.0, 120.0, 900.0)]
    line = render([WAIT], rounds).splitlines()[1]
    assert line.split() == ["a", "wait,", "ms", "120", "1000", "200", "goal"]


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (99, 99), (100, 100), (0, 1)])
def test_a_centile_is_one_of_the_values(percent: float, value: float) -> None:
    assert centile(range(100, 0, -1), percent) == value


def test_the_table_shows_a_row_and_its_limit() -> None:
    lines = render([ROW], [one_round(30, 100)]).splitlines()
    assert "a page ÷ its limit" in lines[1]
    assert "0.300" in lines[1]
    assert "must" in lines[1]
    assert lines[2].strip().startswith("limit")


def test_an_answer_that_is_not_2xx_is_no_result() -> None:
    outcome = Outcome(1.0, Counter({200: 5, 503: 1}), 0, b"HTTP/1.1 503 Service Unavailable")
    with pytest.raises(RuntimeError, match="503"):
        _ = outcome.answers


async def test_the_load_sends_every_request_and_counts_the_answers() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readline():
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        outcome = await asyncio.to_thread(apart, drive_all, port, ten_requests, 3)
    assert (outcome.answers, outcome.body_bytes) == (10, 20)


def ten_requests() -> Iterator[bytes]:
    return repeat(http("GET", "/", {}), 10)


def test_processor_time_of_this_process_is_counted() -> None:
    before = cpu(os.getpid())
    while cpu(os.getpid()) == before:
        sum(range(100_000))
    assert cpu(os.getpid()) > before
