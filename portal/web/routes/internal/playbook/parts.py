"""Reading the rest of the playbook: the lifecycle, the risk trees, the plays, the glossary of metrics."""

from typing import Final

from fastapi import APIRouter, Response

from portal.domain.errors import NotFound
from portal.domain.path import end, forks, unasked
from portal.domain.playbook import Catalogue
from portal.domain.risk import Leaf, Tree
from portal.web.internal.playbook.index import HOME
from portal.web.internal.work import WorkDep

APPLIES: Final = {
    "start": "Before kickoff",
    "onboarding": "From kickoff to go-live",
    "adoption": "After go-live",
}
"""When each tree is the one that judges an account."""

router = APIRouter(prefix=HOME, include_in_schema=False)


@router.get("/lifecycle")
async def show_lifecycle(work: WorkDep) -> Response:
    """Phases, tracks, readiness checks, stages and touchpoints."""
    return work.page("internal/playbook/lifecycle.html", nav="playbook", lifecycle=work.catalogue.lifecycle)


@router.get("/trees")
async def show_trees(work: WorkDep) -> Response:
    """The risk trees with their thresholds, in the order in which an onboarding meets them."""
    trees = sorted(work.catalogue.trees.values(), key=_place)
    drawn = [(tree, forks(path), end(path)) for tree in trees if (path := unasked(tree))]
    return work.page(
        "internal/playbook/trees.html", nav="playbook", drawn=drawn, applies=APPLIES, plays=work.catalogue.plays
    )


def _place(tree: Tree) -> int:
    return list(APPLIES).index(tree.id) if tree.id in APPLIES else len(APPLIES)


@router.get("/plays")
async def show_plays(work: WorkDep) -> Response:
    """Every play, and the verdicts that ask for it."""
    plays = [(play, _asking(work.catalogue, play.id)) for play in work.catalogue.plays.values()]
    return work.page("internal/playbook/plays.html", nav="playbook", plays=plays)


@router.get("/plays/{play_id}")
async def show_play(work: WorkDep, play_id: str) -> Response:
    """A play with its drafts. Raises NotFound."""
    play = work.catalogue.plays.get(play_id)
    if play is None:
        message = "There is no such play in the live revision. The playbook lists the ones there are."
        raise NotFound(message)
    return work.page("internal/playbook/play.html", nav="playbook", play=play, asking=_asking(work.catalogue, play.id))


def _asking(catalogue: Catalogue, play_id: str) -> tuple[tuple[Tree, Leaf], ...]:
    """The verdicts that ask for a play, the riskiest first."""
    found = [(tree, leaf) for tree in catalogue.trees.values() for leaf in tree.leaves.values() if leaf.play == play_id]
    return tuple(sorted(found, key=lambda one: one[1].level.rank))


@router.get("/metrics")
async def show_metrics(work: WorkDep) -> Response:
    """Every metric with its definition and how it is counted."""
    return work.page("internal/playbook/metrics.html", nav="playbook", metrics=work.catalogue.metrics.values())
