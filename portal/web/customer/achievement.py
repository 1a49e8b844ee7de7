"""How a milestone was reached, and who hears of it, in words."""

from portal.domain.achievement import Achievement, Audience
from portal.web.words import Words


def how(words: Words, reached: Achievement) -> str | None:
    """By whom and in how many days; None where the days are not known."""
    if reached.days is None:
        return None
    if not reached.others:
        return _alone(words, reached.days, mine=reached.mine)
    names = list(reached.others)
    if reached.mine:
        return words.ngettext(
            "You did it with %(names)s in one day.",
            "You did it with %(names)s in %(num)s days.",
            reached.days,
            names=names,
        )
    return words.ngettext(
        "%(names)s did it in one day.", "%(names)s did it in %(num)s days.", reached.days, names=names
    )


def _alone(words: Words, days: int, *, mine: bool) -> str:
    if mine:
        return words.ngettext("You did it in one day.", "You did it in %(num)s days.", days)
    return words.ngettext("Your team did it in one day.", "Your team did it in %(num)s days.", days)


def usually(words: Words, reached: Achievement) -> str | None:
    """How long similar teams take, where that is a compliment."""
    if (usual := reached.usual) is None:
        return None
    return words.ngettext(
        "Teams like yours usually take a day (%(teams)s teams).",
        "Teams like yours usually take %(num)s days (%(teams)s teams).",
        usual.days,
        teams=words.number(usual.teams),
    )


def audience(words: Words, seen_by: Audience) -> str:
    """Who will see the news."""
    more = [words.ngettext("%(num)s other", "%(num)s others", seen_by.more)] if seen_by.more else []
    return words.ngettext(
        "%(names)s will see it on the start page.",
        "%(names)s will see it on the start page.",
        len(seen_by.named) + seen_by.more,
        names=[*seen_by.named, *more],
    )
