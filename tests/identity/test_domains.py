"""The record that proves a domain, and looking for it."""

from typing import Any
from uuid import UUID

import httpx2
import pytest

from portal.identity.domains import DnsOverHttps, record_name, record_value
from portal.identity.outbound import FetchFailed, Outbound
from tests.identity.fake_provider import public

KEY = "a secret of at least thirty-two characters"
ASKED = "_onboarding-portal.halden.example"


def resolver(answer: dict[str, Any], asked: list[str] | None = None) -> DnsOverHttps:
    """A resolver that always answers the same, and notes what it was asked."""

    def reply(request: httpx2.Request) -> httpx2.Response:
        if asked is not None:
            asked.append(str(request.url.query))
        return httpx2.Response(200, json=answer)

    return DnsOverHttps(Outbound(wire=httpx2.MockTransport(reply), look_up=public), "https://dns.example/resolve")


def test_each_account_and_domain_has_a_record_of_its_own() -> None:
    values = {record_value(KEY, UUID(int=number), name) for number in (1, 2) for name in ("a.example", "b.example")}
    assert len(values) == 4
    assert record_name("halden.example") == ASKED


async def test_only_text_records_are_found_however_they_are_quoted() -> None:
    asked: list[str] = []
    found = await resolver(
        {
            "Status": 0,
            "Answer": [
                {"name": ASKED, "type": 5, "data": "elsewhere.example."},
                {"name": ASKED, "type": 16, "data": "plain"},
                {"name": ASKED, "type": 16, "data": '"quoted"'},
                {"name": ASKED, "type": 16, "data": '"a long one " "in two parts"'},
            ],
        },
        asked,
    )(ASKED)
    assert found == ["plain", "quoted", "a long one in two parts"]
    assert "name=_onboarding-portal.halden.example&type=TXT" in asked[0]


async def test_a_name_without_records_has_none() -> None:
    assert await resolver({"Status": 3})(ASKED) == []


@pytest.mark.parametrize("answer", [{"Answer": "text"}, {"Answer": {"type": 16}}])
async def test_an_answer_that_is_none_is_a_failure(answer: dict[str, Any]) -> None:
    with pytest.raises(FetchFailed):
        await resolver(answer)(ASKED)
