"""The playbook, to edit."""

from fastapi import APIRouter

from portal.web.routes.internal.editor import draft, home, preview, publish, text, values

router = APIRouter()
for module in (home, draft, text, values, preview, publish):
    router.include_router(module.router)
router.include_router(home.last)
