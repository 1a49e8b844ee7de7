"""What a letter says about each thing that happened, to a member or to somebody who is invited."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from portal.domain.deliveries import Delivery, Topic
from portal.domain.notes import NoteKind
from portal.domain.nudges import Source
from portal.domain.playbook import Catalogue, Milestone
from portal.domain.roles import Role
from portal.domain.wording import phrase
from portal.identity.sealing import Sealer
from portal.web.words import Words


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as a letter tells it. `subject` is the letter's own if it tells nothing else.

    `text` and `points` are plain; `quote` is what somebody wrote, `markdown` comes from the playbook; `link` leads
    into the portal.
    """

    subject: str
    title: str
    text: str = ""
    points: tuple[str, ...] = ()
    quote: str = ""
    markdown: str = ""
    link: str = "/"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter is made from: the reader's words and playbook, the account, and the day it is.

    `secret_key` opens the links of invitations, which nobody reads in the ledger; `drafts` are messages for the reader
    to send on, by delivery.
    """

    words: Words
    catalogue: Catalogue
    account: str
    today: date
    secret_key: str
    drafts: Mapping[UUID, str]

    def milestone(self, facts: Mapping[str, Any]) -> Milestone | None:
        """The milestone that facts are about; None where the playbook has it no more."""
        return self.catalogue.milestones.get(str(facts.get("milestone_id")))

    def title(self, facts: Mapping[str, Any]) -> str:
        """What that milestone is called."""
        found = self.milestone(facts)
        return found.title if found else self.words.gettext("a milestone")


NOTES: Final[Mapping[NoteKind, tuple[str, str]]] = {
    NoteKind.HELP: (phrase("%(name)s asks for your help"), phrase("It is about “%(milestone)s”.")),
    NoteKind.REMINDER: (phrase("%(name)s waits for your part"), phrase("It is about “%(milestone)s”.")),
    NoteKind.HANDOVER: (phrase("%(name)s handed you a milestone"), phrase("“%(milestone)s” is yours now.")),
    NoteKind.NEWS: (phrase("%(name)s has good news"), phrase("“%(milestone)s” is reached.")),
}
OPEN: Final = phrase("Open the milestone")


def invitation_sealer(secret_key: str) -> Sealer:
    """What seals the token of an invitation's link for the ledger."""
    return Sealer(secret_key, "invitation letter")


def item(told: Told, one: Delivery) -> Item:
    """One delivery to a member, in words. Raises LookupError for a topic that only staff read."""
    return TELL[one.topic](told, one.facts)


def _invitation(told: Told, facts: Mapping[str, Any]) -> Item:
    by, account = facts["by"], facts["account"]
    subject = told.words.gettext("%(name)s invites you to %(account)s", name=by, account=account)
    text = told.words.gettext(
        "%(account)s is getting started with %(vendor)s. You come in as: %(role)s. The link works once, until %(day)s.",
        account=account,
        vendor=told.catalogue.vendor,
        role=told.words.gettext(Role(facts["role"]).label),
        day=told.words.full_day(datetime.fromisoformat(facts["expires_at"])),
    )
    title = told.words.gettext("%(name)s wants you on the team.", name=by)
    link = f"/join/{invitation_sealer(told.secret_key).unseal(facts['sealed'])}"
    return Item(subject, title, text, link=link, label=told.words.gettext("Join the team"))


def _note(told: Told, facts: Mapping[str, Any]) -> Item:
    title, text = NOTES[NoteKind(facts["kind"])]
    title = told.words.gettext(title, name=facts["by"])
    about = told.words.gettext(text, milestone=told.title(facts))
    return Item(title, title, about, quote=facts["note"], link=_at(facts), label=told.words.gettext(OPEN))


def _unblocked(told: Told, facts: Mapping[str, Any]) -> Item:
    milestone = told.title(facts)
    title = told.words.gettext("You can go on: “%(milestone)s”", milestone=milestone)
    text = told.words.gettext(
        "What %(name)s was asked for is done. Nothing is in your way any more.", name=facts["waits_on"]
    )
    return Item(title, title, text, link=_at(facts), label=told.words.gettext(OPEN))


def _task(told: Told, facts: Mapping[str, Any]) -> Item:
    day = told.words.near_day(date.fromisoformat(facts["due_on"]), told.today, inside=True)
    title = told.words.gettext("For you to do: %(task)s", task=facts["title"])
    first = facts.get("first")
    due = told.words.gettext("It is due %(day)s.", day=day)
    text = told.words.gettext("“%(first)s” is done, so this can begin.", first=first) + f" {due}" if first else due
    return Item(title, title, text, link="/tasks", label=told.words.gettext("See the tasks"))


def _nudge(told: Told, facts: Mapping[str, Any]) -> Item:
    found = told.milestone(facts)
    day = told.words.near_day(date.fromisoformat(facts["on"]), told.today, inside=True)
    text = {
        Source.OVERDUE: told.words.gettext("It was planned for %(day)s. Ten quiet minutes bring it on.", day=day),
        Source.DUE: told.words.gettext("It is planned for %(day)s.", day=day),
        Source.OPENED: told.words.gettext("It opened %(day)s.", day=day),
    }[Source(facts["source"])]
    written = found.email if found else None
    title = told.title(facts)
    subject = written.subject if written else told.words.gettext("Next for you: %(milestone)s", milestone=title)
    body = written.body if written else ""
    return Item(subject, title, text, markdown=body, link=_at(facts), label=told.words.gettext(OPEN))


def _milestone(told: Told, facts: Mapping[str, Any]) -> Item:
    found = told.milestone(facts)
    if "by" in facts:
        return _note(told, facts)
    title = told.words.gettext("Reached: %(milestone)s", milestone=told.title(facts))
    text = found.celebration.headline.format(account=told.account) if found else ""
    return Item(title, title, text, link=_at(facts), label=told.words.gettext("See what it opened"))


def _report(told: Told, facts: Mapping[str, Any]) -> Item:
    title = told.words.gettext("Your value report is ready")
    text = told.words.gettext("What %(account)s gained, in numbers, each with how it is counted.", account=told.account)
    return Item(
        title, title, text, link=f"/results/reports/{facts['report_id']}", label=told.words.gettext("Read the report")
    )


def _summary(told: Told, facts: Mapping[str, Any]) -> Item:
    words, reached = told.words, facts["reached"]
    names = [told.title({"milestone_id": one}) for one in reached]
    title = words.gettext("Your week in short")
    moved = words.ngettext(
        "Your team reached one milestone: %(names)s.", "Your team reached %(num)s milestones: %(names)s.",
        len(names), names=words.listed(names),
    ) if names else words.gettext("No milestone was reached last week.")  # fmt: skip
    ahead = facts.get("next")
    then = words.gettext("Next for you: %(milestone)s", milestone=told.title({"milestone_id": ahead})) if ahead else ""
    return Item(title, title, f"{moved} {then}".strip(), link="/", label=words.gettext("Open your ladder"))


def _at(facts: Mapping[str, Any]) -> str:
    return f"/milestones/{facts['milestone_id']}"


TELL: Final[Mapping[Topic, Callable[[Told, Mapping[str, Any]], Item]]] = {
    Topic.INVITATION: _invitation,
    Topic.NOTE: _note,
    Topic.UNBLOCKED: _unblocked,
    Topic.TASK: _task,
    Topic.NUDGE: _nudge,
    Topic.MILESTONE: _milestone,
    Topic.REPORT: _report,
    Topic.SUMMARY: _summary,
}
