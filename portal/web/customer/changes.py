"""What changed since a member was here last, in sentences."""

from collections.abc import Sequence

from portal.domain.playbook import Catalogue
from portal.domain.progress import LadderProgress
from portal.domain.visits import Change, Kind
from portal.web.words import Words


def told(
    changes: Sequence[Change], ladder: LadderProgress, catalogue: Catalogue, words: Words
) -> list[tuple[str, str]]:
    """Each change as the address of its milestone, empty where that is on a colleague's ladder only, and a sentence."""
    own = {one.milestone.id for one in ladder.milestones}
    addresses = [f"/milestones/{change.milestone_id}" if change.milestone_id in own else "" for change in changes]
    return list(zip(addresses, (_sentence(change, catalogue, words) for change in changes), strict=True))


def _sentence(change: Change, catalogue: Catalogue, words: Words) -> str:
    title = catalogue.milestones[change.milestone_id].title
    match change.kind:
        case Kind.UNBLOCKED:
            return words.gettext("“%(milestone)s” no longer waits on %(name)s.", milestone=title, name=change.who)
        case Kind.VERIFIED:
            return words.ngettext(
                "%(num)s step of “%(milestone)s” that you ticked is now confirmed.",
                "%(num)s steps of “%(milestone)s” that you ticked are now confirmed.",
                change.steps,
                milestone=title,
            )
        case Kind.REACHED if change.who:
            return words.gettext("%(name)s reached “%(milestone)s”.", name=change.who, milestone=title)
        case Kind.REACHED:
            return _shared(change, catalogue, words)


def _shared(change: Change, catalogue: Catalogue, words: Words) -> str:
    milestone = catalogue.milestones[change.milestone_id]
    if not milestone.unlocks:
        return words.gettext("“%(milestone)s” is done for your whole team.", milestone=milestone.title)
    features = words.listed([feature.name for feature in milestone.unlocks])
    return words.gettext(
        "“%(milestone)s” is done for your whole team, and unlocked %(features)s.",
        milestone=milestone.title,
        features=features,
    )
