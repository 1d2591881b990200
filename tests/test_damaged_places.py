"""A damaged or hostile place to publish to is told in a sentence; nothing is written, there or outside it."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from test_publish import IDENTITY, NOVEMBER, as_branch, git, to

from generator.editions.errors import WrongUsageError
from generator.editions.publishing.branch import Branch
from generator.editions.publishing.target import Target

RIGHT = {
    "month": NOVEMBER,
    "audience": "staff",
    "status": "published",
    "published_on": "2023-12-21",
    "revision": "1",
    "assets": "0123456789abcdef",
}
WRONG: tuple[dict[str, object], ...] = (
    {"revision": "first"},
    {"revision": 1},
    {"assets": "../../etc"},
    {"month": "2023-10"},
    {"status": "lost"},
    {"published_on": "soon"},
    {"feed": [{}]},
)


@pytest.fixture(autouse=True)
def _identity(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "repository")
    return tmp_path / "repository"


def portal(folder: Path, manifest: bytes) -> Path:
    (folder / NOVEMBER).mkdir(parents=True)
    (folder / NOVEMBER / "edition.json").write_bytes(manifest)
    (folder / "versions.json").touch()
    return folder


def as_bytes(**wrong: object) -> bytes:
    return json.dumps(RIGHT | wrong).encode()


class TestAnEdition:
    def targets(self, repository: Path, web: Path, manifest: bytes) -> tuple[Target, ...]:
        as_branch(repository, portal(web, manifest))
        return to(repository, web), Branch(repository, "portal", push=False)

    def test_that_is_sound_is_read(self, repository: Path, tmp_path: Path) -> None:
        for target in self.targets(repository, tmp_path / "web", as_bytes()):
            assert dict(target.read().manifests) == {NOVEMBER: RIGHT}

    @pytest.mark.parametrize(
        "manifest",
        [b'{"month": "2023-11", "aud', b"\xff", b"[]", b"null", b'{"month": "2023-11"}',
         *(as_bytes(**wrong) for wrong in WRONG)],
    )  # fmt: skip
    def test_that_says_nothing_sound_of_itself_is_told(
        self, repository: Path, tmp_path: Path, manifest: bytes
    ) -> None:
        for target in self.targets(repository, tmp_path / "web", manifest):
            with pytest.raises(WrongUsageError, match=r"damaged edition \(2023-11/edition\.json\).*backup"):
                target.read()


class TestABranch:
    def test_with_a_name_that_is_no_text_is_refused(self, repository: Path, tmp_path: Path) -> None:
        (portal(tmp_path / "web", as_bytes()) / os.fsdecode(b"caf\xe9")).touch()
        as_branch(repository, tmp_path / "web")
        with pytest.raises(WrongUsageError, match=r"\(caf\\xe9\)"):
            Branch(repository, "portal", push=False).read()

    @pytest.mark.parametrize(
        ("mode", "name"),
        [("040000", ".."), ("100644", ".."), ("120000", "index.html"), ("160000", "module"),
         ("100644", r"a\b"), ("100644", "c:evil"), ("100644", os.fsdecode(b"\xe9"))],
    )  # fmt: skip
    def test_whose_edition_holds_no_file_of_a_portal_is_not_taken(
        self, repository: Path, tmp_path: Path, mode: str, name: str
    ) -> None:
        as_branch(repository, portal(tmp_path / "web", as_bytes()))
        add_entry(repository, mode, name)
        target = Branch(repository, "portal", push=False)
        target.read()
        with pytest.raises(WrongUsageError, match="holds something that no build made"):
            target.take(NOVEMBER, tmp_path / "taken" / "here")
        assert not (tmp_path / "taken").exists()


def add_entry(repository: Path, mode: str, name: str) -> None:
    """Let November on the branch hold an entry that no working tree gives."""
    kinds = {"040000": ("tree", f"portal:{NOVEMBER}"), "160000": ("commit", "portal")}
    kind, held = kinds.get(mode, ("blob", "portal:versions.json"))
    entry = f"{mode} {kind} {git(repository, 'rev-parse', held)}\t{name}"
    month = made_tree(repository, git(repository, "ls-tree", f"portal:{NOVEMBER}"), entry)
    rest = [line for line in git(repository, "ls-tree", "portal").splitlines() if NOVEMBER not in line]
    whole = made_tree(repository, *rest, f"040000 tree {month}\t{NOVEMBER}")
    git(repository, "update-ref", "refs/heads/portal", git(repository, "commit-tree", whole, "-m", "x"))


def made_tree(repository: Path, *entries: str) -> str:
    given = os.fsencode("".join(f"{entry}\n" for entry in entries))
    ran = subprocess.run(["git", "mktree"], cwd=repository, input=given, check=True, capture_output=True)
    return ran.stdout.decode().strip()
