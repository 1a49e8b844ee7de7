"""The vendor's people: found, changed by two owners at once, kept out and let in again."""

import pytest
from sqlalchemy import select

from portal.db.tables import AccountVersion, Job
from tests.factories import HTMX, add_account, add_staff
from tests.web.internal.settings.conftest import HERE, Bureau, typed

STAFF = f"{HERE}/staff"
FULL = {"title": "Head of onboarding", "onboarding_limit": "9", "booking_url": "https://book.test/tomas"}


async def test_the_list_says_what_everybody_may_do_and_which_group_gave_it(bureau: Bureau) -> None:
    page = (await bureau.owner.get(STAFF)).text
    assert page.index("Ken Matsuda") < page.index("Noor Haddad") < page.index("Tomás Vidal")
    assert "<code>portal-csm-lead</code>" in page
    assert "<b>0</b> open, 12 at most" in page
    found = (await bureau.owner.get(f"{STAFF}?q=noor")).text
    assert "Noor Haddad" in found
    assert "Tomás Vidal" not in found
    assert "Nobody here is called" in (await bureau.owner.get(f"{STAFF}?q=zzz")).text


async def test_pages_follow_one_another_without_a_gap(bureau: Bureau) -> None:
    names = [f"Person {number:02d}" for number in range(40)]
    for name in names:
        await add_staff(bureau.database, name=name)
    first = (await bureau.owner.get(f"{STAFF}?q=person")).text
    link = next(part.split('"')[0] for part in first.split('href="') if "after=" in part.split('"')[0])
    second = (await bureau.owner.get(link.replace("&amp;", "&"))).text
    assert [name for name in names if f"<b>{name}</b>" in first] == names[:30]
    assert [name for name in names if f"<b>{name}</b>" in second] == names[30:]
    assert "after=" not in second.split("<main")[1]


async def test_an_owner_changes_what_somebody_can_carry(bureau: Bureau) -> None:
    csm = bureau.ids["csm"]
    account = await add_account(bureau.database, csm_id=csm, kickoff_on=None)
    form = (await bureau.owner.get(f"{STAFF}/{csm}/edit", headers=HTMX)).text
    saved = await bureau.owner.post(f"{STAFF}/{csm}", data=FULL | typed(form), headers=HTMX)
    assert saved.status_code == 200
    assert "9 at most" in saved.text
    assert "Head of onboarding" in saved.text
    (act,) = await bureau.acts()
    assert (act.act, act.subject, act.after["onboarding limit"]) == ("staff.changed", "Tomás Vidal", "9")
    async with bureau.database.read() as session:
        version = await session.scalar(select(AccountVersion.version).where(AccountVersion.account_id == account))
        jobs = list(await session.scalars(select(Job.payload)))
    assert version, "customers see the new booking page"
    assert {"account_id": str(account)} in jobs, "whether it may start is judged anew"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"onboarding_limit": "many"}, "a whole number from 0 to 200"),
        ({"onboarding_limit": "-1"}, "a whole number from 0 to 200"),
        ({"onboarding_limit": ""}, "a whole number from 0 to 200"),
        ({"booking_url": "javascript:alert(1)"}, "begins with https://"),
        ({"booking_url": "https://[oops"}, "begins with https://"),
        ({"title": "x" * 121}, "longer than 120 characters"),
    ],
)
async def test_what_makes_no_sense_is_said_next_to_it_and_kept(
    bureau: Bureau, wrong: dict[str, str], said: str
) -> None:
    path = f"{STAFF}/{bureau.ids['csm']}"
    form = (await bureau.owner.get(f"{path}/edit")).text
    refused = await bureau.owner.post(path, data=FULL | typed(form) | wrong, headers=HTMX)
    assert refused.status_code == 422
    assert said in refused.text
    assert (wrong.get("title") or "Head of onboarding") in refused.text
    assert await bureau.acts() == []


async def test_whoever_is_switched_off_is_signed_out_until_they_are_let_in(bureau: Bureau) -> None:
    path = f"{STAFF}/{bureau.ids['csm']}"
    assert (await bureau.browsers["csm"].get("/internal/you")).status_code == 200
    off = await bureau.owner.post(f"{path}/switch-off", headers=HTMX)
    assert "is signed out everywhere" in off.text
    assert (await bureau.browsers["csm"].get("/internal/you")).status_code != 200
    assert (await bureau.owner.post(f"{path}/switch-off")).status_code == 303
    on = await bureau.owner.post(f"{path}/switch-on", headers=HTMX)
    assert "Switch off" in on.text
    assert [act.act for act in await bureau.acts()] == ["staff.switched_off", "staff.switched_on"]


async def test_nobody_switches_themselves_off(bureau: Bureau) -> None:
    refused = await bureau.owner.post(f"{STAFF}/{bureau.ids['owner']}/switch-off")
    assert refused.status_code == 409
    assert "your own access" in refused.text


async def test_leads_read_and_change_nothing_and_csms_do_not_come_in(bureau: Bureau) -> None:
    path = f"{STAFF}/{bureau.ids['csm']}"
    page = await bureau.browsers["lead"].get(STAFF)
    assert page.status_code == 200
    assert "Switch off" not in page.text
    assert "/edit" not in page.text
    for way in (path, f"{path}/switch-off", f"{path}/switch-on"):
        assert (await bureau.browsers["lead"].post(way, data=FULL)).status_code == 403
    for who in ("csm", "editor"):
        assert (await bureau.browsers[who].get(STAFF)).status_code == 403


async def test_the_settings_begin_with_what_the_reader_may_read(bureau: Bureau) -> None:
    begins = {who: (await client.get(HERE)).headers.get("location") for who, client in bureau.browsers.items()}
    assert begins["owner"] == f"{HERE}/branding"
    assert begins["lead"] == f"{HERE}/staff"
    assert begins["editor"] == f"{HERE}/trees"
    assert begins["csm"] is None
    assert "/internal/settings" not in (await bureau.browsers["csm"].get("/internal/you")).text
