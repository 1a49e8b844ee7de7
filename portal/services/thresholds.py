"""The numbers accounts are judged by, each with the file it stands in and whoever published it."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.content import StoredRevision
from portal.db.provenance import last_changes
from portal.domain.people import SignedInStaff
from portal.domain.playbook import Catalogue
from portal.domain.risk import Tree, in_stages
from portal.domain.subjects import Subject, require_reader


@dataclass(frozen=True, slots=True)
class Sourced:
    """A tree with the file it stands in, and the revision that last changed it, where it was published at all."""

    tree: Tree
    path: str
    revision: StoredRevision | None


async def every(session: AsyncSession, *, catalogue: Catalogue, staff: SignedInStaff) -> tuple[Sourced, ...]:
    """Every tree, in the order in which an onboarding meets them. Raises Forbidden."""
    require_reader(staff, Subject.TREES)
    trees = in_stages(catalogue.trees.values())
    paths = [f"risk_trees/{tree.id}.yaml" for tree in trees]
    changes = await last_changes(session, paths)
    return tuple(Sourced(tree, path, changes.get(path)) for tree, path in zip(trees, paths, strict=True))
