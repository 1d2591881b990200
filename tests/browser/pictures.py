"""What a screenshot shows, counted by the browser itself."""

import base64
from dataclasses import dataclass

from playwright.sync_api import Page

COUNT = """async png => {
  const bytes = Uint8Array.from(atob(png), sign => sign.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return [...counts].map(([pixel, count]) => [pixel & 0xffffff, count / pixels.length]);
}"""


@dataclass(frozen=True)
class Picture:
    """`shares`: of each colour (0xBBGGRR) the part of the picture that has it."""

    shares: dict[int, float]

    @property
    def background(self) -> int:
        return max(self.shares, key=self.shares.__getitem__)

    @property
    def painted(self) -> float:
        """The part that is not background."""
        return 1 - self.shares[self.background]

    def colours(self, at_least: float = 0.001) -> set[int]:
        """The colours of marks and words: those that cover more than smoothed edges do."""
        return {colour for colour, share in self.shares.items() if share >= at_least}


def look_at(png: bytes, page: Page) -> Picture:
    """`page`: any page on which scripts run."""
    return Picture(dict(page.evaluate(COUNT, base64.b64encode(png).decode())))
