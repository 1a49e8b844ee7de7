"""Drafts of a play, filled in, and links that open them in the reader's own mail program."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.content.plain import plain_letter
from portal.domain.duties import DutyLine
from portal.domain.roles import Duty
from portal.services.plays import ActionLine
from portal.web.mailto import mailto


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft for one action; `link` is None while no address is known to send it to.

    `to_fill` says that words in [brackets] are left for the writer.
    """

    text: str
    link: str | None
    to_fill: bool


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes about which account, and to whom; nobody is named where `to` is None."""

    name: str
    account: str
    to: DutyLine | None
    duties: Sequence[DutyLine]

    def draft(self, line: ActionLine) -> Draft | None:
        """The draft of an action, in somebody's own words where they were kept; None where the action has none."""
        if line.action.draft is None:
            return None
        text = line.own.text if line.own else self.filled(line.action.draft)
        return Draft(text, self._link(text), to_fill="[" in text)

    def filled(self, draft: str) -> str:
        """The playbook's draft with the names that are known, and signed."""
        sponsor = next((line for line in self.duties if line.duty is Duty.ESCALATES and line.named), None)
        known = {
            "[Account]": self.account,
            "[first name]": first_name(self.to.name) if self.to else "",
            "[sponsor]": first_name(sponsor.name) if sponsor else "",
        }
        text = plain_letter(draft)
        for placeholder, value in known.items():
            text = text.replace(placeholder, value or placeholder)
        return f"{text}\n\n{self.name}"

    def _link(self, text: str) -> str | None:
        if self.to is None or not self.to.email:
            return None
        return mailto(self.to.email, f"{self.account}: our onboarding", text)


def first_name(name: str) -> str:
    """How to greet somebody: the first word of their name that is not a title."""
    return next((word for word in name.split() if not word.endswith(".")), name)
