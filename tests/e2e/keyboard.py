"""Moving through a page by keyboard alone."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 200
"""So many times Tab is pressed before something counts as out of reach."""
STOPS_BETWEEN = """target => {
  const group = radio => [...document.getElementsByName(radio.name)];
  const entry = radio => group(radio).find(one => one.checked) ?? group(radio)[0];
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}))
    .filter(one => one.type !== "radio" || one === target || one === entry(one));
  return stops.indexOf(target) - stops.indexOf(document.activeElement);
}"""
"""About how many presses lead there: asking the page after each one would take longer than pressing."""


def reach(page: Page, target: Locator) -> None:
    """Press Tab, or Shift and Tab, until the focus is on the target. Fails when it cannot be reached."""
    target.wait_for()
    pressed = 0
    while stops := target.evaluate(STOPS_BETWEEN):
        for _ in range(abs(stops)):
            assert pressed < MOST_STOPS, f"Tab does not lead to {target}."
            page.keyboard.press("Tab" if stops > 0 else "Shift+Tab")
            pressed += 1


def activate(page: Page, target: Locator) -> None:
    """Go to a link or a button, and press Enter."""
    reach(page, target)
    page.keyboard.press("Enter")


def write(page: Page, target: Locator, text: str) -> None:
    """Go to a field, and type."""
    reach(page, target)
    page.keyboard.type(text)
