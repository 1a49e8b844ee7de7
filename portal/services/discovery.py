"""Discovery questions: what a member's ladder would like to know of their account, and answering it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal import ingest
from portal.db import discovery
from portal.domain.errors import Invalid, NotFound
from portal.domain.people import SignedInMember
from portal.domain.playbook import Catalogue
from portal.domain.profile import Question
from portal.domain.wording import listed
from portal.ingest.answers import DISCOVERY_ANSWERED


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the account's answer, by option ids; None while nobody has answered it."""

    question: Question
    chosen: tuple[str, ...] | None

    @property
    def open(self) -> bool:
        """Whether it is still to be asked. "Not known yet" is an answer: it is not asked again."""
        return self.chosen is None


async def questions(session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember) -> tuple[Asked, ...]:
    """The questions of the member's ladder in its order; whatever colleagues answered is answered."""
    chosen = await discovery.answers_of(session, member.account_id)
    return tuple(Asked(one, chosen.get(one.id)) for one in catalogue.ladders[member.role].questions)


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
        message = "Your ladder does not ask this any more. Open your ladder to see what it would like to know."
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
        message = f"Choose from {listed([option.label for option in question.options])}."
        raise Invalid(message)
    options = tuple(option.id for option in question.options if option.id in chosen)
    if len(options) > 1 and not question.many:
        message = f"Choose one answer to “{question.text}”."
        raise Invalid(message)
    return options
