"""The library: searching and choosing among the articles and videos of a member's playbook, and reading one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from portal.content.plain import plain_text
from portal.db import acts, articles
from portal.domain.acts import Feedback
from portal.domain.edits import NEVER
from portal.domain.errors import NotFound
from portal.domain.library import Choice, Kind, Piece, Wish, by_kind, by_role, by_track, choices, in_order, pieces_of
from portal.domain.library import related as read_along
from portal.domain.people import SignedInMember
from portal.domain.playbook import Catalogue, Milestone
from portal.domain.progress import MilestoneProgress
from portal.domain.search import Part, Term, extract, marked, terms
from portal.domain.wording import phrase
from portal.ingest import find_climber

UNKNOWN = phrase("There is no such article in your library. It may have been taken out since.")

Key = tuple[str, Kind]


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of the library in a list, with what was looked for marked; `own` where it is of the member's ladder."""

    piece: Piece
    title: tuple[Part, ...]
    extract: tuple[Part, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a member sees of the library, and how they can go on choosing.

    `narrowed` says that they have chosen already, `nearest` that nothing has all of the words, and these pieces have
    some of them.
    """

    found: tuple[Found, ...]
    kinds: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    tracks: tuple[Choice, ...]
    short: Choice
    narrowed: bool
    nearest: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One milestone's article, with how it stands on the member's ladder, if it is on it, and what they said of it."""

    article: Piece
    at: MilestoneProgress | None
    feedback: Feedback | None
    related: tuple[Milestone, ...]


async def is_searchable(session: AsyncSession, *, catalogue: Catalogue) -> bool:
    """Whether a revision can be searched already."""
    return await articles.is_held(session, catalogue.revision)


async def make_searchable(session: AsyncSession, *, catalogue: Catalogue) -> None:
    """Make a whole revision searchable, in all its languages; once more changes nothing."""
    translated = (one for edition in catalogue.editions.values() for one in edition.milestones.values())
    await articles.add(session, catalogue.revision, _pieces((*catalogue.milestones.values(), *translated)))


async def browse(
    session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember, asked: str, wish: Wish
) -> Shelf:
    """What of the library has what was asked for, the best first; all of it where nothing was asked for."""
    pieces = {piece.key: piece for piece in _pieces(_milestones(catalogue, member))}
    sought, nearest = terms(asked), False
    if sought:
        keys = await _find(session, catalogue, pieces, sought, every=True)
        if nearest := not keys and len(sought) > 1:
            keys = await _find(session, catalogue, pieces, sought, every=False)
        pieces = {key: pieces[key] for key in keys}
    own = {milestone.id for milestone in catalogue.ladders[member.role].milestones}
    among, tracks = tuple(pieces.values()), catalogue.lifecycle.tracks
    short = Wish(wish.role, wish.kind, wish.track, short=not wish.short)
    return Shelf(
        found=tuple(_found(piece, sought, own=piece.milestone.id in own) for piece in among if wish.holds(piece)),
        kinds=choices(among, wish, by_kind(wish)),
        roles=choices(among, wish, by_role(wish)),
        tracks=choices(among, wish, by_track(wish, tracks)),
        short=Choice(short, sum(map(short.holds, among)), wish.short),
        narrowed=wish != Wish(),
        nearest=nearest and bool(pieces),
    )


async def read(
    session: AsyncSession, *, catalogue: Catalogue, member: SignedInMember, milestone_id: str, now: datetime
) -> Reading:
    """One article. Raises NotFound where the member's library has none of that milestone."""
    milestones = _milestones(catalogue, member)
    milestone = next((one for one in milestones if one.id == milestone_id), None)
    if milestone is None:
        raise NotFound(UNKNOWN)
    at, feedback = None, None
    try:
        climber = await find_climber(session, catalogue=catalogue, member=member, milestone_id=milestone_id, now=now)
    except NotFound:
        # Other people's milestones are there to be read, too.
        pass
    else:
        at, feedback = climber.at, (await acts.acts_of(session, member=member, at=climber.at)).feedback
    article, *_ = pieces_of(milestone, plain_text)
    return Reading(article, at, feedback, read_along(milestone, milestones))


def _milestones(catalogue: Catalogue, member: SignedInMember) -> list[Milestone]:
    """Every milestone that can be on somebody's ladder at the member's account, in their language if it is in it."""
    ids = {
        milestone.id
        for ladder in catalogue.ladders.values()
        for milestone in ladder.milestones
        if ladder.when.get(milestone.id) is not NEVER
    }
    return in_order(
        (catalogue.milestones[milestone_id] for milestone_id in ids),
        catalogue.ladders[member.role],
        catalogue.ladders.values(),
    )


def _pieces(milestones: Iterable[Milestone]) -> list[Piece]:
    return [piece for milestone in milestones for piece in pieces_of(milestone, plain_text)]


async def _find(
    session: AsyncSession, catalogue: Catalogue, pieces: Mapping[Key, Piece], sought: Sequence[Term], *, every: bool
) -> list[Key]:
    """The pieces that have what is sought, the best first; each is searched in the language the member reads it in."""
    hits = []
    for locale in sorted({piece.milestone.language for piece in pieces.values()}):
        rows = await articles.find(session, revision=catalogue.revision, locale=locale, sought=sought, every=every)
        shown = {key for key, piece in pieces.items() if piece.milestone.language == locale}
        hits += [hit for hit in rows if (hit.milestone_id, hit.kind) in shown]
    return [(hit.milestone_id, hit.kind) for hit in sorted(hits, key=lambda hit: hit.rank)]


def _found(piece: Piece, sought: Sequence[Term], *, own: bool) -> Found:
    language = piece.milestone.language
    return Found(
        piece=piece,
        title=marked(piece.title, sought, language),
        extract=marked(extract(piece.text, sought, language), sought, language),
        own=own,
    )
