"""The playbook, to edit."""

from portal.web.routes.internal.editor import draft, home, new, preview, publish, retiring, text, values
from portal.web.routing import together

router = together(
    home.router,
    draft.router,
    new.router,
    retiring.router,
    text.router,
    values.router,
    preview.router,
    publish.router,
    home.last,
)
