"""Every link of every page of every edition leads somewhere in the portal, without a browser."""

import re
from pathlib import Path

import pytest
import yaml
from browser.links import broken


def published_at(root: Path) -> str:
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    return str(yaml.safe_load(text)["site_url"])


@pytest.mark.slow
class TestLinks:
    def test_lead_to_a_page_a_file_or_a_place_that_is_there(self, portal: Path) -> None:
        """Pages, pictures, scripts, styles, downloads, anchors; nothing is fetched from elsewhere."""
        address = published_at(portal.parent / "sample")
        pages = sorted(portal.rglob("*.html"))
        assert len(pages) > 100
        faults = [
            f"{page.relative_to(portal)}: {fault}"
            for page in pages
            for fault in broken(portal, page, address)
        ]
        assert not faults, "\n".join(faults)

    def test_of_styles_and_pictures_stay_in_the_edition(self, portal: Path) -> None:
        for file in [*portal.rglob("*.css"), *portal.rglob("*.svg")]:
            for target in re.findall(r"""url\(\s*["']?([^"')]+)""", file.read_text(encoding="utf-8")):
                if not target.startswith(("data:", "#")):
                    assert (file.parent / target.partition("#")[0].partition("?")[0]).is_file(), (
                        file,
                        target,
                    )

    def test_of_each_sitemap_are_pages_of_its_edition(self, portal: Path) -> None:
        address = published_at(portal.parent / "sample")
        for sitemap in portal.glob("????-??/sitemap.xml"):
            places = re.findall(r"<loc>(.*?)</loc>", sitemap.read_text(encoding="utf-8"))
            pages = {page.parent.relative_to(portal) for page in sitemap.parent.rglob("index.html")}
            assert {Path(place.removeprefix(address)) for place in places} == pages
