"""The playbook, to edit."""

from fastapi import APIRouter

from portal.web.routes.internal.editor import draft, home, order, preview, publish, text, values

router = APIRouter()
for module in (home, draft, text, values, order, preview, publish):
    router.include_router(module.router)
router.include_router(home.last)
