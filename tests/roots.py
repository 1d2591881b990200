"""Roots of the example with what builds left there, so that a test pays only for what it tests."""

import shutil
from pathlib import Path

from filelock import FileLock

from generator.editions import state
from generator.editions.build import CACHES, Order, build
from generator.editions.config import WORK

EXAMPLE = Path(__file__).parent / "example_portal"
NO_PAPERS = shutil.ignore_patterns("papers")
"""For copies of a warm root where `fake_rooms.fake_papers` makes all of them."""


def quiet(_: str) -> None:
    pass


def make_warm(folder: Path) -> Path:
    """The example under `folder`, not built, but with the caches of a build with everything real: made by the
    first of the test processes that asks."""
    built, warm = folder / "built-example", folder / "example"
    with FileLock(folder / "example.lock"):
        if not warm.exists():
            shutil.copytree(EXAMPLE, built)
            assert build(Order(built, built / "site"), quiet).changed
            shutil.copytree(EXAMPLE, built / "warm")
            for cache in CACHES:
                shutil.copytree(built / WORK / cache, built / "warm" / WORK / cache)
            (built / "warm").rename(warm)
    return warm


def copy_built(root: Path, copy: Path) -> Path:
    """A copy of a root that is built already, in its folder site/."""
    shutil.copytree(root, copy)
    there = state._state_file(copy, root / "site")
    there.rename(state._state_file(copy, copy / "site"))
    return copy
