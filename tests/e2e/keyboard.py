"""Moving through a page by keyboard alone."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 200
"""So many times Tab is pressed before something counts as out of reach."""


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the focus is on the target. Fails when it cannot be reached."""
    target.wait_for()
    for _ in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    message = f"Tab does not lead to {target}."
    raise AssertionError(message)


def activate(page: Page, target: Locator) -> None:
    """Go to a link or a button, and press Enter."""
    reach(page, target)
    page.keyboard.press("Enter")


def write(page: Page, target: Locator, text: str) -> None:
    """Go to a field, and type."""
    reach(page, target)
    page.keyboard.type(text)
