"""Discovery questions: what a member's ladder would like to know of their account, and answering it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal import ingest
from portal.db import discovery
from portal.db import progress as progress_rows
from portal.db.discovery import Given
from portal.domain.errors import Invalid, NotFound
from portal.domain.people import SignedInMember
from portal.domain.personal import personal_ladder
from portal.domain.playbook import Catalogue, Milestone
from portal.domain.profile import Question
from portal.domain.wording import phrase
from portal.ingest.answers import DISCOVERY_ANSWERED


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the account's answer; None while nobody has answered it."""

    question: Question
    given: Given | None

    @property
    def open(self) -> bool:
        """Whether it is still to be asked. "Not known yet" is an answer: it is not asked again."""
        return self.given is None

    @property
    def chosen(self) -> tuple[str, ...] | None:
        """The ids of the options chosen in answer."""
        return self.given.chosen if self.given else None


@dataclass(frozen=True, slots=True)
class Refitted:
    """What answers changed on a ladder: milestones that came, and milestones that went before anybody reached them."""

    added: tuple[Milestone, ...]
    removed: tuple[Milestone, ...]


async def questions(session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember) -> tuple[Asked, ...]:
    """The questions of the member's ladder in its order; whatever colleagues answered is answered."""
    given = await discovery.answers_of(session, member.account_id)
    return tuple(Asked(one, given.get(one.id)) for one in catalogue.ladders[member.role].questions)


async def standing(session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember) -> tuple[Milestone, ...]:
    """The milestones on the member's ladder as the answers of now have it."""
    facts = await progress_rows.member_facts(
        session, catalogue=catalogue, account_id=member.account_id, member_id=member.id
    )
    profile = await discovery.profile(session, catalogue=catalogue, account_id=member.account_id)
    return personal_ladder(catalogue, catalogue.ladders[member.role], profile, facts).milestones


async def refitted(
    session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember, before: Collection[str]
) -> Refitted:
    """How the member's ladder differs from one with the milestones `before`; without those, nobody can tell."""
    if not before:
        return Refitted((), ())
    now = await standing(session, catalogue=catalogue, member=member)
    ids = {milestone.id for milestone in now}
    return Refitted(
        added=tuple(milestone for milestone in now if milestone.id not in before),
        removed=tuple(m for name, m in catalogue.milestones.items() if name in before and name not in ids),
    )


async def answer(
    session: AsyncSession,
    *,
    catalogue: Catalogue,
    member: SignedInMember,
    question_id: str,
    chosen: Sequence[str],
    now: datetime,
) -> None:
    """Answer for the account, by option ids; none of them says "not known yet". The same answer again changes nothing.

    Raises NotFound where the member's ladder does not ask this, Invalid where the options are not an answer to it.
    """
    asked = next(
        (a for a in await questions(session, catalogue=catalogue, member=member) if a.question.id == question_id), None
    )
    if asked is None:
        message = phrase("Your ladder does not ask this any more. Open your ladder to see what it would like to know.")
        raise NotFound(message)
    options = _options(asked.question, chosen)
    if options == asked.chosen:
        return
    await ingest.record(
        session,
        catalogue=catalogue,
        account_id=member.account_id,
        member_id=member.id,
        name=DISCOVERY_ANSWERED,
        properties={"question": question_id, "chosen": list(options)},
        now=now,
    )


def _options(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    """The chosen options once each, in the question's order. Raises Invalid."""
    if not question.option_ids.issuperset(chosen):
        raise Invalid(phrase("Choose from %(answers)s."), answers=[option.label for option in question.options])
    options = tuple(option.id for option in question.options if option.id in chosen)
    if len(options) > 1 and not question.many:
        raise Invalid(phrase("Choose one answer to “%(question)s”."), question=question.text)
    return options
