"""The kickoff's page in a browser: the recap that is drafted from what is on record."""

from tests.web.internal.conftest import Office
from tests.web.internal.test_ids import kicked_off


async def test_a_recap_of_blanks_is_none(office: Office) -> None:
    await kicked_off(office)
    answer = await office.send("kickoff/recap", recap=" ", version="1", seen="{}")
    assert answer.status_code == 422
    assert "Write at least what was agreed." in answer.text


async def test_the_recap_names_the_metric_that_was_agreed(office: Office) -> None:
    await kicked_off(office)
    page = await office.client.get(office.path("kickoff"))
    assert "Success: Time to dispatch an order goes from 41 to 25 / 20 / 15." in page.text
