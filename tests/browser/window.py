"""A browser window on the portal that notes what goes wrong in it."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

Scheme = Literal["light", "dark"]

PHONE, DESKTOP = 390, 1280


@dataclass
class Window:
    """`faults`: what a reader's browser complained of, each with the page and the width of the window."""

    page: Page
    site: str
    width: int
    faults: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Go to an address of the portal, and wait until the selector of months is there too."""
        response = self.page.goto(self.site + address)
        if response is None or response.status != 200:
            self.note(f"status {response and response.status}")

    def at(self) -> str:
        """The address of the page that is open, within the portal."""
        return self.page.url.removeprefix(self.site)

    def note(self, fault: str) -> None:
        self.faults.append(f"{self.at()} at {self.width} px: {fault}")

    def note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.note(f"console {message.type}: {message.text}")

    def note_error(self, error: Error) -> None:
        self.note(f"script: {error}")

    def note_request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.note(f"request to {request.url}")


class OpenWindow(Protocol):
    """Opens a window; its test closes it."""

    def __call__(self, *, width: int = DESKTOP, scheme: Scheme = "light", scripts: bool = True) -> Window: ...


def open_window(browser: Browser, site: str, *, width: int, scheme: Scheme, scripts: bool) -> Window:
    """A window of its own: nothing that another one stored is known in it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
    )
    window = Window(context.new_page(), site, width)
    window.page.on("console", window.note_message)
    window.page.on("pageerror", window.note_error)
    window.page.on("request", window.note_request)
    return window
