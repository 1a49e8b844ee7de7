"""The playbook, to read."""

from portal.web.routes.internal.playbook import accounts, history, pages, parts
from portal.web.routing import together

router = together(pages.router, parts.router, history.router, accounts.router)
