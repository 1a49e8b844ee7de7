"""The vendor's colour and logo: seen before they are kept, worn at once, and two owners do not overwrite each other."""

import pytest

from tests.factories import HTMX
from tests.services.test_branding import picture
from tests.web.internal.settings.conftest import HERE, Bureau, typed

# What is stored is tried on both databases in tests/services; here the pages are.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BRANDING = f"{HERE}/branding"


async def test_a_colour_is_proved_before_it_is_kept(bureau: Bureau) -> None:
    seen = await bureau.owner.get(f"{BRANDING}?colour=%23aa3300")
    assert 'value="#aa3300"' in seen.text
    assert "/theme/aa3300-" not in seen.text
    part = await bureau.owner.get(f"{BRANDING}/preview?colour=%23aa3300", headers=HTMX)
    assert "Words on a button" in part.text
    assert (await bureau.owner.get(f"{BRANDING}/preview?colour=red", headers=HTMX)).status_code == 422
    assert (await bureau.owner.get(f"{BRANDING}?colour=red")).status_code == 422


async def test_everybody_wears_the_colour_at_once_and_the_audit_says_who_chose_it(bureau: Bureau) -> None:
    form = typed((await bureau.owner.get(BRANDING)).text)
    assert (await bureau.owner.post(f"{BRANDING}/colour", data={"colour": "#AA3300"} | form)).status_code == 303
    worn = await bureau.owner.get(BRANDING)
    assert "/theme/aa3300-" in worn.text
    assert "/theme/aa3300-" in (await bureau.browsers["csm"].get("/internal/you")).text
    (act,) = await bureau.acts()
    assert (act.act, act.account_id, act.after["colour"]) == ("branding.changed", None, "#aa3300")
    await bureau.owner.post(f"{BRANDING}/colour", data={"colour": ""} | typed(worn.text))
    assert "/theme/aa3300-" not in (await bureau.owner.get(BRANDING)).text


@pytest.mark.parametrize("colour", ["red", "#12345", "url(//evil)", "#12345g"])
async def test_what_is_no_colour_is_refused_with_the_mend(bureau: Bureau, colour: str) -> None:
    form = typed((await bureau.owner.get(BRANDING)).text)
    refused = await bureau.owner.post(f"{BRANDING}/colour", data={"colour": colour} | form)
    assert refused.status_code == 422
    assert "a colour of six digits" in refused.text
    assert "evil" not in refused.text


async def test_of_two_owners_the_second_sees_the_colour_of_the_first(bureau: Bureau) -> None:
    seen = typed((await bureau.owner.get(BRANDING)).text)
    other = bureau.browsers["other"]
    assert (await other.post(f"{BRANDING}/colour", data={"colour": "#112233"} | seen)).status_code == 303
    stale = await bureau.owner.post(f"{BRANDING}/colour", data={"colour": "#aa3300"} | seen)
    assert stale.status_code == 409
    assert "<b>Paul Adeyemi</b> changed this to <q>#112233</q>" in stale.text
    again = await bureau.owner.post(f"{BRANDING}/colour", data={"colour": "#aa3300"} | typed(stale.text))
    assert again.status_code == 303


async def test_a_logo_is_worn_and_removed(bureau: Bureau) -> None:
    form = typed((await bureau.owner.get(BRANDING)).text)
    sent = await bureau.owner.post(f"{BRANDING}/logo", data=form, files={"logo": ("logo.png", picture())})
    assert sent.status_code == 303
    worn = (await bureau.owner.get(BRANDING)).text
    assert "/logo/" in (await bureau.browsers["csm"].get("/internal/you")).text
    stale = await bureau.owner.post(f"{BRANDING}/logo", data=form, files={"logo": ("logo.png", picture("#112233"))})
    assert stale.status_code == 409
    assert "Olivia Brandt" in stale.text
    assert (await bureau.owner.post(f"{BRANDING}/logo/remove", data=form)).status_code == 409
    assert (await bureau.owner.post(f"{BRANDING}/logo/remove", data=typed(worn))).status_code == 303
    assert "Remove the logo" not in (await bureau.owner.get(BRANDING)).text


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 422, "Choose a picture first"),
        (b"<svg onload=alert(1)>", 422, "picture"),
        (b"x" * (512 * 1024 + 1), 413, "512"),
    ],
)
async def test_what_is_no_logo_is_said_next_to_it(bureau: Bureau, body: bytes, status: int, said: str) -> None:
    form = typed((await bureau.owner.get(BRANDING)).text)
    files = {"logo": ("logo.png", body)} if body else None
    refused = await bureau.owner.post(f"{BRANDING}/logo", data=form, files=files)
    assert refused.status_code == status
    assert said in refused.text


async def test_only_owners_come_in(bureau: Bureau) -> None:
    for who in ("lead", "editor", "csm"):
        client = bureau.browsers[who]
        assert (await client.get(BRANDING)).status_code == 403
        assert (await client.get(f"{BRANDING}/preview")).status_code == 403
        for way in ("colour", "logo", "logo/remove"):
            assert (
                await client.post(f"{BRANDING}/{way}", data={"colour": "#112233", "version": "0"})
            ).status_code == 403
