"""The command line as its users meet it: exit status, words, and what it leaves alone."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from fake_rooms import PROJECT, fake_rooms, make_root

from generator import pages
from generator.cli import main
from generator.editions.config import check_config
from generator.pages.inputs import EditionFiles, EditionInputs
from generator.problems import as_text


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
    fake_rooms(monkeypatch)
    return make_root(tmp_path / "root")


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def wrong(root: Path) -> None:
    (root / "audits_data" / "months.txt").write_text("2023-11\nwrong")


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fails(_: EditionInputs) -> EditionFiles:
        raise error

    monkeypatch.setattr(pages, "render_edition", fails)


class TestDone:
    def test_check_finds_nothing(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("check", "--root", root) == 0
        assert capsys.readouterr().out == "no problems\n"

    def test_check_lists_claims_that_chance_could_explain_for_people_only(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
        assert run("check", "--root", PROJECT) == 0
        found, listed = capsys.readouterr().out.split("\n\n")
        assert found == "no problems"
        assert (
            ': rises(share("primary", "good"), "2023-09", "2023-11"): chance could explain it (p 0.16)'
            in listed
        )
        assert listed.endswith("and 2 in earlier months\n")
        assert run("check", "--root", PROJECT, "--format", "github") == 0
        assert "chance" not in capsys.readouterr().out

    def test_build_says_where_the_portal_is(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("build", "--root", root) == 0
        said = capsys.readouterr()
        assert said.out == f"built 2023-09, 2023-10, 2023-11; the portal is in {root / 'site'}\n"
        assert said.err.splitlines() == [
            "reading records, settings and words",
            "2023-09: 2 pages",
            "2023-10: 2 pages",
            "2023-11: 2 pages",
        ]

    def test_build_again_says_that_nothing_changed(
        self, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run("build", "--root", root)
        capsys.readouterr()
        assert run("build", "--root", root) == 0
        assert capsys.readouterr().out == f"nothing changed; the portal is in {root / 'site'}\n"

    def test_build_makes_only_the_editions_named(self, root: Path) -> None:
        out = root / "elsewhere"
        assert run("build", "--root", root, "--out", out, "--edition", "2023-09", "--edition", "2023-11") == 0
        assert sorted(path.name for path in out.glob("2023-*")) == ["2023-09", "2023-11"]

    def test_pages_writes_where_mkdocs_yml_says(self, root: Path) -> None:
        assert run("pages", "--root", root, "--edition", "2023-10") == 0
        assert "2023-10" in (root / ".portal" / "pages" / "index.md").read_text()
        assert "Practice learning" in (root / ".portal" / "site.yml").read_text()

    @pytest.mark.parametrize("asked", [[], ["check"], ["build"], ["pages"], ["serve"]])
    def test_help_speaks_without_jargon(self, asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert run(*asked, "--help") == 0
        said = capsys.readouterr().out
        assert "Usage: portal" in said
        assert not {"stdout", "repository", "staging", "traceback"} & set(said.lower().split())


class TestProblems:
    """Exit status 1."""

    def test_check_lists_them(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        wrong(root)
        assert run("check", "--root", root) == 1
        assert capsys.readouterr().out.splitlines() == [
            "audits_data/months.txt:2: is wrong [wrong]",
            "1 problem; the portal can be built once no problem is left",
        ]

    def test_check_lists_them_for_programs(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        wrong(root)
        assert run("check", "--root", root, "--format", "json") == 1
        (problem,) = json.loads(capsys.readouterr().out)
        assert problem["place"] == {"file": "audits_data/months.txt", "line": 2, "column": None}

    def test_check_annotates_the_lines_of_a_change(
        self, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        wrong(root)
        run("check", "--root", root, "--format", "github")
        assert "::error file=audits_data/months.txt,line=2::is wrong [wrong]" in capsys.readouterr().out

    def test_check_reports_code_quality(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        wrong(root)
        assert run("check", "--root", root, "--format", "gitlab") == 1
        (problem,) = json.loads(capsys.readouterr().out)
        assert problem["location"] == {"path": "audits_data/months.txt", "lines": {"begin": 2}}
        assert problem["severity"] == "major"

    def test_check_lists_them_in_the_run_of_a_pipeline(
        self, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        wrong(root)
        run("check", "--root", root, "--format", "azure")
        issue = "##vso[task.logissue type=error;sourcepath=audits_data/months.txt;linenumber=2;code=wrong]"
        assert f"{issue}is wrong [wrong%5D" in capsys.readouterr().out

    @pytest.mark.parametrize("command", ["build", "pages"])
    def test_nothing_is_made_of_records_with_problems(
        self, root: Path, capsys: pytest.CaptureFixture[str], command: str
    ) -> None:
        wrong(root)
        assert run(command, "--root", root) == 1
        assert "months.txt:2: is wrong" in capsys.readouterr().err
        assert not (root / "site").exists()
        assert not (root / ".portal" / "pages").exists()


class TestMkDocsYml:
    @pytest.mark.parametrize(
        ("was", "becomes", "message"),
        [
            (
                "site_dir: .portal/preview",
                "site_dir: site",
                "mkdocs.yml:7: site_dir: must be .portal/preview",
            ),
            ("docs_dir: .portal/pages", "", "mkdocs.yml: docs_dir: must be .portal/pages"),
            ("INHERIT: .portal", "INHERIT: elsewhere", "mkdocs.yml:3: INHERIT: must be .portal/site.yml"),
            ("site_url: https://", "site_url: portal.", "mkdocs.yml:5: site_url: must be the address"),
            ("site_url: https://", "site_url: http://[", "mkdocs.yml:5: site_url: must be the address"),
            ("extra:\n", "? [a, b]\n: c\nextra:\n", "mkdocs.yml:20: has a list or keys as a key's name"),
            ("extra:\n", "x: !!python/name:os.system\nextra:\n", "mkdocs.yml:20: holds a tag"),
            ("custom_dir: .portal/theme", "", "mkdocs.yml: theme.custom_dir: must be .portal/theme"),
            ("extra:\n", "extra: [new]\nold:\n", "mkdocs.yml:20: extra: must be keys and values"),
            ("theme:", "theme: [", "mkdocs.yml:11: is no valid YAML"),
        ],
    )
    def test_a_mistake_in_it_is_a_problem_with_its_line(
        self, tmp_path: Path, was: str, becomes: str, message: str
    ) -> None:
        root = make_root(tmp_path / "root")
        config = root / "mkdocs.yml"
        config.write_text(config.read_text().replace(was, becomes))
        assert message in as_text(check_config(root))

    def test_without_it_there_is_no_portal(self, tmp_path: Path) -> None:
        assert [problem.code for problem in check_config(tmp_path)] == ["missing-file"]


class TestWrongUsage:
    """Exit status 2."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ["bild"],
            ["check", "--root", "/nowhere"],
            ["build", "--edition", "November"],
            ["check", "--format", "xml"],
        ],
    )
    def test_of_the_command_line(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert run(*arguments) == 2
        assert "Usage: portal" in capsys.readouterr().err

    @pytest.mark.parametrize("option", ["--edition", "--month"])
    @pytest.mark.parametrize("month", ["2023-13", "2023-1", "November"])
    def test_a_month_that_is_none(self, option: str, month: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("pages", option, month) == 2
        said = " ".join(capsys.readouterr().err.split())
        assert f'"{month}" is no month; write the year and the month, like 2023-11' in said

    def test_a_folder_that_holds_something_else_is_never_built_into(
        self, root: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (root / "site").mkdir()
        (root / "site" / "thesis.docx").write_text("dear to someone")
        assert run("build", "--root", root) == 2
        assert "thesis.docx" in capsys.readouterr().err
        assert (root / "site" / "thesis.docx").read_text() == "dear to someone"

    @pytest.mark.parametrize("command", ["build", "pages"])
    def test_a_month_without_audits(
        self, root: Path, capsys: pytest.CaptureFixture[str], command: str
    ) -> None:
        assert run(command, "--root", root, "--edition", "2022-01") == 2
        assert "no audits in 2022-01" in capsys.readouterr().err


class TestFailure:
    """Exit status 3, in a line, and without a traceback."""

    def test_of_the_machine(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        failing(monkeypatch, OSError(28, "No space left on device", "/disk"))
        assert run("build", "--root", root) == 3
        assert capsys.readouterr().err.splitlines()[-1] == (
            "/disk: No space left on device; make room and run it again; the last portal is as it was"
        )

    def test_of_ours_tells_where_and_keeps_back_what_a_record_said(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        failing(monkeypatch, ValueError("Hope was left alone"))
        assert run("build", "--root", root) == 3
        said = capsys.readouterr().err
        assert "a bug in the generator: ValueError at generator/editions/make.py:" in said
        assert "--verbose" in said
        assert "Hope" not in said
        assert "Traceback" not in said

    def test_of_ours_in_full_when_asked(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        failing(monkeypatch, ValueError("all of it"))
        assert run("build", "--root", root, "--verbose") == 3
        assert "ValueError: all of it" in capsys.readouterr().err

    def test_a_taken_port(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            assert run("serve", "--root", root, "--port", str(port)) == 3
        assert f"port {port} is taken" in capsys.readouterr().err


class TestLightFeet:
    """What takes long to import is imported only by what needs it."""

    HEAVY = ("pandas", "numpy", "altair", "vl_convert", "mkdocs", "rich")

    def imported(self, *commands: list[str]) -> list[str]:
        """Which heavy libraries are there after these commands, in a process of their own."""
        script = f"""
import sys
from generator.cli import main
for command in {commands!r}:
    try:
        main(command)
    except SystemExit as left:
        assert left.code == 0, left.code
print(*(name for name in {self.HEAVY!r} if name in sys.modules), file=sys.stderr)
"""
        ran = subprocess.run(
            [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
        )
        return ran.stderr.splitlines()[-1].split()

    def test_check_needs_none_of_it(self) -> None:
        assert self.imported(["check", "--root", str(PROJECT / "tests" / "other_council")]) == []

    def test_nor_does_a_build_that_finds_nothing_changed(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("build", "--root", root)
        monkeypatch.chdir(PROJECT)
        assert self.imported(["build", "--root", str(root)]) == []
