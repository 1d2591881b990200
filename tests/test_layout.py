"""The flow of generator/__init__.py holds: no room knows of a room below it, and the middle is pure."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator"
ROOMS = ("settings", "records", "measures", "evidence", "charts", "pages", "editions")
"""From the records to the reader; what lies beside them in generator/ is shared by all, but for the door."""
DOOR = ("cli", "__main__")
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
DISK = {
    "os",
    "pathlib",
    "shutil",
    "tempfile",
    "subprocess",
    "glob",
    "sqlite3",
    "socket",
    "urllib.request",
}
CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime"}


def room(module: str) -> str:
    """The name under generator/ that a module belongs to; "" for the package itself."""
    return [*module.split("."), ""][1]


def imported(module: str) -> Iterator[str]:
    """Full names of all modules that a module imports, wherever in it."""
    path = MODULES[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *filter(None, [node.module])])
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def calls(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def in_room(*names: str) -> list[str]:
    return [module for module in MODULES if room(module) in names]


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_with_the_flow(module: str) -> None:
    here = room(module)
    if here in DOOR:
        return
    allowed = ROOMS[: ROOMS.index(here) + 1] if here in ROOMS else ()
    forbidden = {*ROOMS, *DOOR} - set(allowed)
    against = {name for name in imported(module) if name.startswith("generator.") and room(name) in forbidden}
    assert not against


@pytest.mark.parametrize("module", in_room("measures", "evidence"))
def test_the_middle_does_not_touch_the_disk(module: str) -> None:
    assert not DISK & set(imported(module))
    assert "open" not in set(calls(module))


@pytest.mark.parametrize("module", [name for name in MODULES if name != "generator.editions.today"])
def test_nothing_but_the_edge_asks_the_clock(module: str) -> None:
    asked = CLOCKS & set(calls(module)) - (
        {"today"} if room(module) == "editions" or module.endswith("cli") else set()
    )
    assert not asked
