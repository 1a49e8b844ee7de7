import json
from collections.abc import Iterator

import pytest
import structlog

from portal.logs import configure_logs


@pytest.fixture(autouse=True)
def untouched() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def fail() -> None:
    password = "correct horse"
    raise RuntimeError(len(password))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    try:
        fail()
    except RuntimeError as error:
        structlog.get_logger().error("unhandled", path="/x\nINFO forged", exc_info=error)
    return capsys.readouterr().out


def test_a_line_is_one_json_object_with_the_place_and_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    (line,) = told(capsys).splitlines()
    event = json.loads(line)
    assert (event["level"], event["event"], event["path"]) == ("error", "unhandled", "/x\nINFO forged")
    assert event["exception"][0]["frames"][-1]["name"] == "fail"
    assert "correct horse" not in line


def test_a_person_reads_words_and_no_values_either(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(plain=True)
    text = told(capsys)
    assert "unhandled" in text
    assert "RuntimeError: 13" in text
    assert "= 'correct horse'" not in text
