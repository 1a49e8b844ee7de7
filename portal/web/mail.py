"""Drafts of a play, filled in, and links that open them in the reader's own mail program."""

from dataclasses import dataclass
from urllib.parse import quote

from portal.domain.people import SignedInStaff
from portal.domain.roles import Duty
from portal.services.account import AccountView


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft for one action; `link` is None while no address is known to send it to.

    `to_fill` says that words in [brackets] are left for the writer.
    """

    text: str
    link: str | None
    to_fill: bool


def drafts(view: AccountView, staff: SignedInStaff) -> tuple[Draft | None, ...]:
    """The draft of each action of the account's play, in order; None where an action has none."""
    if view.play is None:
        return ()
    return tuple(_draft(view, staff, action.draft) if action.draft else None for action in view.play.actions)


def _draft(view: AccountView, staff: SignedInStaff, draft: str) -> Draft:
    sponsor = next((line for line in view.duties if line.duty is Duty.ESCALATES and line.named), None)
    known = {
        "[Account]": view.header.name,
        "[first name]": first_name(view.recipient.name) if view.recipient else "",
        "[sponsor]": first_name(sponsor.name) if sponsor else "",
    }
    text = draft.strip()
    for placeholder, value in known.items():
        text = text.replace(placeholder, value or placeholder)
    text = f"{text}\n\n{staff.name}"
    return Draft(text, _link(view, text), to_fill="[" in text)


def first_name(name: str) -> str:
    """How to greet somebody: the first word of their name that is not a title."""
    return next((word for word in name.split() if not word.endswith(".")), name)


def _link(view: AccountView, text: str) -> str | None:
    if view.recipient is None or not view.recipient.email:
        return None
    # Everything is quoted, so that a stored address or name cannot add recipients or headers.
    address = quote(view.recipient.email, safe="@")
    subject = quote(f"{view.header.name}: our onboarding")
    return f"mailto:{address}?subject={subject}&body={quote(text.replace(chr(10), chr(13) + chr(10)))}"
