"""A browser window on the portal that notes what goes wrong in it."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

Scheme = Literal["light", "dark"]

PHONE, DESKTOP = 390, 1280
PATIENCE = 15_000
"""Milliseconds in which what a test waits for must come, however busy the machine."""


@dataclass
class Window:
    """`faults`: what a reader's browser complained of, each with the page and the width of the window."""

    page: Page
    site: str
    width: int
    faults: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Go to an address of the portal, which is expected to be there."""
        response = self.page.goto(self.site + address)
        if response is None or response.status != 200:
            self.note(f"status {response and response.status}")

    def at(self) -> str:
        """The address of the page that is open, within the portal."""
        return self.page.url.removeprefix(self.site)

    def note(self, fault: str) -> None:
        self.faults.append(f"{self.at()} at {self.width} px: {fault}")

    def told(self) -> str:
        """The faults, one a line."""
        return "\n".join(self.faults)

    def note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.note(f"console {message.type}: {message.text}")

    def note_error(self, error: Error) -> None:
        self.note(f"script: {error}")

    def note_request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.note(f"request to {request.url}")


class OpenWindow(Protocol):
    """Opens a window on the portal, which is closed when the test ends."""

    def __call__(self, *, width: int = DESKTOP, scheme: Scheme = "light", scripts: bool = True) -> Window: ...


def open_window(browser: Browser, site: str, *, width: int, scheme: Scheme, scripts: bool) -> Window:
    """A window of its own: nothing that another one stored is known in it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
    )
    context.set_default_timeout(PATIENCE)
    window = Window(context.new_page(), site, width)
    window.page.on("console", window.note_message)
    window.page.on("pageerror", window.note_error)
    window.page.on("request", window.note_request)
    return window
