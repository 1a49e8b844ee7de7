"""What a letter says to one of the staff. The internal view is English, and so are these."""

from collections.abc import Callable, Mapping
from typing import Final

from portal.domain.deliveries import Delivery, Topic
from portal.domain.risk import Level
from portal.domain.wording import count_of
from portal.web.letters.items import Item, Told


def staff_item(told: Told, one: Delivery) -> Item:
    """One delivery to one of the staff, in words."""
    return TELL[one.topic](told, one)


def _test(told: Told, _one: Delivery) -> Item:
    text = "This letter came the same way as every other: through the ledger, by the mail server that is set up."
    return Item("A test letter", f"E-mail works at {told.catalogue.vendor}", text, link="/internal/deliveries",
                label="See what was sent")  # fmt: skip


def _touchpoint(told: Told, one: Delivery) -> Item:
    key, account = one.facts["touchpoint"], one.facts["account"]
    plan = told.catalogue.lifecycle.touchpoint(key["id"])
    name = plan.name if plan else key["id"]
    title = f"{account}: {name} is due"
    draft = told.drafts.get(one.id, "")
    rest = "; fill in what stands in [brackets]." if "[" in draft else "."
    text = f"{plan.purpose if plan else ''} Your message is drafted{rest}"
    place = f"/internal/accounts/{one.account_id}/touchpoints/{key['id']}-{key['weeks']}"
    return Item(title, title, text.strip(), markdown=draft, link=place, label="Open the touchpoint")


def _verdict(_told: Told, one: Delivery) -> Item:
    facts = one.facts
    now, before = Level(facts["level"]).label, Level(facts["was"]).label
    title = f"{facts['account']} is now: {now}"
    text = f"It was: {before}. Its page shows the path with the numbers, and what to do about it."
    return Item(title, title, text, link=f"/internal/accounts/{one.account_id}", label="Open the account")


def _digest(_told: Told, one: Delivery) -> Item:
    facts = one.facts
    counted = [f"{Level(level).label}: {number}" for level, number in facts["levels"].items()]
    names = tuple(f"{name}: {Level(level).label}" for name, level in facts["worst"])
    title = f"Your week: {count_of(facts['accounts'], 'account')}"
    text = f"{' · '.join(counted)}. {count_of(facts['due'], 'touchpoint')} due this week."
    return Item(title, title, text, points=names, link="/internal/", label="Open the portfolio")


TELL: Final[Mapping[Topic, Callable[[Told, Delivery], Item]]] = {
    Topic.TEST: _test,
    Topic.TOUCHPOINT: _touchpoint,
    Topic.VERDICT: _verdict,
    Topic.DIGEST: _digest,
}
