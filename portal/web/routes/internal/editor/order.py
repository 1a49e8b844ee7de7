"""The milestones of a ladder in a draft: up, down, out, in."""

from typing import Annotated

from fastapi import APIRouter, Form, Response

from portal.content.editing import arrange
from portal.services import draft_files
from portal.web.internal.editor.order import MILESTONES, arranged, offered, order_of
from portal.web.internal.editor.parts import values_of
from portal.web.routes.internal.editor.desk import HOME, DeskDep, PathDep

router = APIRouter(prefix=f"{HOME}/drafts/{{draft_id}}/order", include_in_schema=False)


@router.post("/{path:path}")
async def order(
    desk: DeskDep,
    path: PathDep,
    *,
    act: Annotated[str, Form(max_length=100)],
    version: Annotated[int, Form()],
    chosen: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Move a milestone up or down, take it out, or put another one at the end. Raises NotFound, Invalid, Stale."""
    text = desk.text(path)
    shown = values_of(path, text)
    # Where somebody moved them meanwhile, that is what there is to say, whatever is asked for now.
    draft_files.require_latest(desk.opened, path, version, shown)
    known = offered(path, text, desk.opened.files.texts)
    await draft_files.save(
        desk.session,
        doer=desk.work.doer,
        opened=desk.opened,
        path=path,
        text=arrange(text, MILESTONES, arranged(order_of(path, text), act, chosen, known)),
        version=version,
        shown=shown,
        now=desk.work.now,
    )
    return desk.work.go(f"{desk.home}/form/{path}#order")
