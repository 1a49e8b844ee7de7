"""Pages for the vendor's staff."""

from portal.web.routes.internal import (
    account,
    audit,
    calendar,
    deliveries,
    editor,
    importing,
    live,
    playbook,
    portfolio,
    settings,
    styleguide,
    task_list,
    you,
)
from portal.web.routing import together

router = together(
    portfolio.router,
    live.router,
    account.router,
    task_list.router,
    calendar.router,
    editor.router,
    playbook.router,
    audit.router,
    deliveries.router,
    importing.router,
    settings.router,
    styleguide.router,
    you.router,
)
