"""A milestone or a play is taken out of the playbook, with everything that goes with it, once nothing uses it."""

from fastapi import APIRouter, Response
from starlette.status import HTTP_409_CONFLICT

from portal.domain.errors import NotFound
from portal.services import draft_files
from portal.web.forms import SeenVersion
from portal.web.internal.editor.uses import can_go, files_of, uses_of
from portal.web.routes.internal.editor.desk import HOME, NO_FILE, Desk, DeskDep, PathDep, ReadingDep

router = APIRouter(prefix=f"{HOME}/drafts/{{draft_id}}/retire", include_in_schema=False)


@router.get("/{path:path}")
async def ask(desk: ReadingDep, path: PathDep) -> Response:
    """Ask whether it may go, or tell what uses it. Raises NotFound."""
    return _asked(desk, path)


@router.post("/{path:path}")
async def retire(desk: DeskDep, path: PathDep, version: SeenVersion) -> Response:
    """Take it out; 409 with what uses it. Raises NotFound, and Stale where somebody saved some of it meanwhile."""
    texts = desk.opened.files.texts
    _require(desk, path)
    if uses_of(path, texts):
        return _asked(desk, path, status=HTTP_409_CONFLICT)
    await draft_files.retire(
        desk.session,
        doer=desk.work.doer,
        opened=desk.opened,
        paths=files_of(path, texts),
        version=version,
        now=desk.work.now,
    )
    return desk.work.go(desk.home)


def _asked(desk: Desk, path: str, *, status: int = 200) -> Response:
    _require(desk, path)
    texts = desk.opened.files.texts
    return desk.page(
        "retire.html",
        status=status,
        file=desk.named(path),
        uses=[(desk.named(use.path), use) for use in uses_of(path, texts)],
        files=files_of(path, texts),
    )


def _require(desk: Desk, path: str) -> None:
    desk.text(path)
    if not can_go(path):
        raise NotFound(NO_FILE)
