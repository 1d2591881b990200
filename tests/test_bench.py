"""What `make bench` measures is a portal like a real one, and always the same."""

from pathlib import Path

import pytest
from bench import decade

from generator.editions.check import check
from generator.editions.today import today

MONTHS, AUDITS = 5, 20


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


class TestTheMadeUpYears:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        decade.write(tmp_path / "root", MONTHS, AUDITS)
        return tmp_path / "root"

    def test_have_no_problem(self, root: Path) -> None:
        assert check(root, today(root)) == []

    def test_are_the_same_each_time(self, root: Path, tmp_path: Path) -> None:
        assert decade.write(tmp_path / "again", MONTHS, AUDITS)[-1] == "2023-11"
        assert contents(tmp_path / "again") == contents(root)

    def test_hold_the_months_of_fewer_years_unchanged(self, root: Path, tmp_path: Path) -> None:
        decade.write(tmp_path / "fewer", 2, AUDITS)
        newest = "audits_data/2023-11/learning.csv"
        assert contents(tmp_path / "fewer")[newest] == contents(root)[newest]

    def test_pass_with_a_notice_when_a_published_audit_is_corrected(self, root: Path) -> None:
        before = contents(root)
        decade.change_an_audit(root, 0)
        decade.give_notice(root, 1)
        changed = {name for name, now in contents(root).items() if before.get(name) != now}
        assert changed == {"audits_data/2023-11/audits.csv", "content/corrections/2023-11-1.md"}
