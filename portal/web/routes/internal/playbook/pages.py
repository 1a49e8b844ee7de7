"""Reading the playbook: what is live, what of it needs a look, its ladders and its milestones."""

from typing import Annotated, Final

from babel import Locale
from fastapi import APIRouter, Query, Response

from portal.domain.errors import NotFound
from portal.domain.playbook import Catalogue, Milestone
from portal.domain.reviews import coming, due
from portal.domain.roles import Role
from portal.services import milestone_health, revisions
from portal.web.deps import ReaderDep
from portal.web.internal.playbook.index import HOME, find
from portal.web.internal.playbook.rules import rule_in_words, when_in_words
from portal.web.internal.work import WorkDep

COMING: Final = 4
"""How many of the next reviews are named."""

router = APIRouter(prefix=HOME, include_in_schema=False)

Asked = Annotated[str, Query(max_length=100)]


@router.get("")
async def show(work: WorkDep, session: ReaderDep, q: Asked = "") -> Response:
    """The ladders, what needs a look, reviews that are due, and what is live since when; or what was searched for."""
    hits = find(work.catalogue, q)
    if work.wants_partial:
        return work.partial("internal/playbook/_found.html", asked=q, hits=hits)
    milestones = work.catalogue.milestones.values()
    return work.page(
        "internal/playbook/playbook.html",
        nav="playbook",
        asked=q,
        hits=hits,
        catalogue=work.catalogue,
        healths=await milestone_health.every(session, catalogue=work.catalogue),
        due=due(milestones, work.today),
        coming=coming(milestones, work.today, most=COMING),
        live=await revisions.live(session, work.catalogue.revision),
    )


@router.get("/ladders/{role}")
async def show_ladder(work: WorkDep, session: ReaderDep, role: str) -> Response:
    """The milestones of a role in their order. Raises NotFound."""
    ladder = work.catalogue.ladders.get(Role(role)) if role in set(Role) else None
    if ladder is None:
        message = "There is no ladder for that role. The playbook lists the ones there are."
        raise NotFound(message)
    return work.page(
        "internal/playbook/ladder.html",
        nav="playbook",
        catalogue=work.catalogue,
        ladder=ladder,
        healths=await milestone_health.every(session, catalogue=work.catalogue),
        conditions={
            one.id: when_in_words(when, work.catalogue)
            for one in ladder.milestones
            if (when := ladder.when.get(one.id) or one.when)
        },
    )


@router.get("/milestones/{milestone_id}")
async def show_milestone(work: WorkDep, session: ReaderDep, milestone_id: str) -> Response:
    """Everything the playbook says of a milestone, and how it fares. Raises NotFound."""
    milestone = work.catalogue.milestones.get(milestone_id)
    if milestone is None:
        message = "There is no such milestone in the live revision. The playbook lists the ones there are."
        raise NotFound(message)
    healths = await milestone_health.every(session, catalogue=work.catalogue)
    return work.page(
        "internal/playbook/milestone.html",
        nav="playbook",
        catalogue=work.catalogue,
        milestone=milestone,
        health=healths.by_id[milestone_id],
        counted_on=healths.counted_on,
        comments=await milestone_health.comments(session, milestone_id),
        in_words=rule_in_words,
        conditions=when_in_words(milestone.when, work.catalogue) if milestone.when else (),
        languages=_languages(work.catalogue, milestone),
    )


def _languages(catalogue: Catalogue, milestone: Milestone) -> tuple[str, ...]:
    """The names of the languages a milestone can be read in."""
    others = (locale for locale, edition in catalogue.editions.items() if milestone.id in edition.milestones)
    return tuple(Locale.parse(one, sep="-").english_name or one for one in (catalogue.language, *others))
