"""What a CSM does and reads on the pages of one account."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, Page, expect

TWICE = """[...document.querySelectorAll("[id]")].map((one) => one.id)
    .filter((id, place, all) => all.indexOf(id) !== place)"""
"""The ids that a page has more than once."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A CSM's browser, and the account they work on; `address` is that of its page."""

    page: Page
    address: str

    def open(self, path: str = "") -> None:
        """Open a page of the account, on which no id stands twice."""
        self.page.goto(f"{self.address}{path}")
        assert self.page.evaluate(TWICE) == []

    def verdict(self, title: str, play: str) -> None:
        """On the account's page: this verdict, which asks for this play."""
        self.open()
        expect(self.page.locator("#verdict-title")).to_have_text(title)
        expect(self.page.locator("#play-title")).to_have_text(f"Play: {play}")

    def path(self) -> list[tuple[str, str]]:
        """The answers along the lit path, each with what it says."""
        return [
            (fork.locator(".ans").inner_text(), fork.locator(".ev").inner_text().removeprefix(answer).strip())
            for fork in self.page.locator("ol.path > li:has(.ans)").all()
            for answer in [fork.locator(".ans").inner_text()]
        ]

    def verdicts(self) -> list[str]:
        """Every verdict there ever was, the first one first."""
        self.open("/verdicts")
        found = self.page.locator(".verdict-log h2").all_inner_texts()
        while (older := self.page.get_by_role("link", name="Older")).count():
            older.click()
            self.page.get_by_role("link", name="Latest").wait_for()
            found += self.page.locator(".verdict-log h2").all_inner_texts()
        return found[::-1]

    def hold(self, touchpoint: str, note: str) -> None:
        """On the account's page: this touchpoint comes next, and is due today; it is held."""
        station = self.page.locator("#touchpoints .stations > li").filter(has_text="Today")
        expect(self.page.locator("#touchpoints p b", has_text="Next:")).to_have_text(f"Next: {touchpoint.lower()}.")
        station.get_by_role("link", name=touchpoint).click()
        form = self.page.locator("#touchpoint form[action$='/done']")
        form.locator("textarea").fill(note)
        form.get_by_role("button", name="It was held").click()
        expect(self.page.locator("#touchpoint .said")).to_have_text(note)

    def touchpoints(self) -> list[tuple[str, str, str]]:
        """On the account's page: the touchpoints with their weeks and days."""
        lines = self.page.locator("#touchpoints .stations > li").all()
        return [
            (line.get_by_role("link").inner_text(), *line.locator(".num").all_inner_texts())  # type: ignore[misc]  # two
            for line in lines
        ]

    def happened(self, what: str) -> Locator:
        """A line of the timeline."""
        return self.page.locator("#timeline li").filter(has_text=what)

    def section(self, name: str, typed: Mapping[str, str], chosen: Mapping[str, str] | None = None) -> Locator:
        """Fill in a section of the start gate, and save it; its card as it came back."""
        card = self.page.locator(f"#{name}")
        card.locator("details.edit > summary").click()
        for field, words in typed.items():
            card.locator(f"[name={field}]").fill(words)
        for field, label in (chosen or {}).items():
            card.locator(f"[name={field}]").select_option(label=label)
        card.get_by_role("button", name=re.compile("^Save ")).click()
        expect(card.locator(".saved-by, .field-error").first).to_be_visible()
        return card

    def add_task(self, title: str, due: date) -> None:
        """Agree an action item with the customer."""
        self.page.get_by_role("link", name="Add a task").click()
        form = self.page.locator("#task-form")
        form.get_by_label("What has to be done?").fill(title)
        form.locator("[name=due_on]").fill(due.isoformat())
        form.locator("[name=audience]").select_option("customer")
        form.get_by_role("button", name="Add the task").click()
        expect(self.page.get_by_role("button", name=f"Mark “{title}” as done")).to_be_visible()

    def finish_task(self, title: str) -> None:
        """Note that an action item is done."""
        self.page.get_by_role("button", name=f"Mark “{title}” as done").click()
        expect(self.page.get_by_role("button", name=f"Mark “{title}” as done")).to_have_count(0)

    def name_pilot(self, starts_on: date, people: list[str]) -> None:
        """Choose the pilot group, and its day."""
        self.page.get_by_role("link", name="Name the pilot group").click()
        form = self.page.locator("#pilot form")
        form.get_by_label("It starts on").fill(starts_on.isoformat())
        for one in people:
            form.get_by_label(one).check()
        form.get_by_role("button", name="Save the pilot group").click()
        expect(self.page.locator("#pilot")).to_contain_text("Change the pilot group")

    def name_duty(self, duty: str, name: str) -> None:
        """Name who has a duty from now on."""
        line = self.page.locator("#duties li", has_text=duty)
        line.get_by_role("link").click()
        line.get_by_label("Name").fill(name)
        line.get_by_role("button", name="Save").click()
        expect(line.locator(".who b")).to_have_text(name)

    def work_on_play(self) -> None:
        """Tick every action of the play that the verdict asks for; the keyboard stays where it is."""
        actions = self.page.locator("#play ol.play > li")
        for place in range(actions.count()):
            mark = actions.nth(place).locator("button.mark")
            mark.click()
            expect(actions.nth(place)).to_have_attribute("data-done", "")
            expect(mark).to_be_focused()

    def answer_checks(self) -> None:
        """Answer every check of the go-live that a person answers."""
        open_ones = self.page.locator("#go-live .checks > li[data-holds=no]")
        while open_ones.count():
            check = open_ones.first
            answered = check.get_attribute("id")
            check.locator("summary").click()
            check.get_by_label("Yes").check()
            check.get_by_role("button", name="Save the answer").click()
            expect(self.page.locator(f"#{answered}")).to_have_attribute("data-holds", "yes")
