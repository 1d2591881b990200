"""The workflow files of three hosts: well formed, careful with rights, their steps work here too."""

import json
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

PROJECT = Path(__file__).parents[1]
EXAMPLE = Path(__file__).parent / "example_portal"
GITHUB, GITLAB, AZURE = ".github/workflows/portal.yml", ".gitlab-ci.yml", "azure-pipelines.yml"
HOSTS = (GITHUB, GITLAB, AZURE)
JOBS = ("check", "publish")
BASE = "CI_MERGE_REQUEST_DIFF_BASE_SHA"


class Loader(yaml.SafeLoader):
    """As the hosts read: `on` is a key and no truth value."""


Loader.yaml_implicit_resolvers = {
    char: [(tag, regexp) for tag, regexp in found if tag != "tag:yaml.org,2002:bool"]
    for char, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


SCHEMAS: dict[str, tuple[str, type[yaml.BaseLoader | yaml.SafeLoader]]] = {
    GITHUB: ("github-workflows", Loader),
    GITLAB: ("gitlab-ci", Loader),
    AZURE: ("azure-pipelines", yaml.BaseLoader),
}
"""By host: its own schema, as the package check-jsonschema brings it, and how the host reads: to Azure, every
value is a text."""

INPUTS = {
    "actions/checkout": {"fetch-depth", "persist-credentials", "ssh-key"},
    "actions/setup-python": {"python-version", "cache", "cache-dependency-path"},
    "actions/cache": {"path", "key", "restore-keys"},
    "actions/upload-artifact": {"name", "path", "if-no-files-found", "retention-days"},
}
"""From each action's action.yml: of an input that it does not know, GitHub only warns."""


def read(host: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((PROJECT / host).read_text(), Loader)
    return found


def jobs(host: str) -> dict[str, dict[str, Any]]:
    """The two jobs by name; on Azure, each is alone in a stage of its name."""
    made = read(host)
    if host == AZURE:
        return {stage["stage"]: only(stage["jobs"]) for stage in made["stages"]}
    return {job: (made["jobs"] if host == GITHUB else made)[job] for job in JOBS}


def only(found: list[Any]) -> Any:
    (one,) = found
    return one


def steps(host: str, job: str) -> list[dict[str, Any]]:
    """The steps of a job that run in a shell, each with `run` and perhaps `env`."""
    made = jobs(host)[job]
    if host == GITHUB:
        return [step for step in made["steps"] if "run" in step]
    if host == AZURE:
        return [{"run": step["script"], **step} for step in made["steps"] if "script" in step]
    return [{"run": "\n".join(made["script"]), "env": made.get("variables", {})}]  # one shell runs them all


def shell(host: str, job: str) -> str:
    return "\n".join(step["run"] for step in steps(host, job))


def uses(job: str, action: str) -> list[dict[str, Any]]:
    """The steps of a job on GitHub that use `action`."""
    return [step for step in jobs(GITHUB)[job]["steps"] if step.get("uses", "").startswith(f"{action}@")]


class TestWellFormed:
    @pytest.mark.parametrize("host", HOSTS)
    def test_each_file_follows_the_schema_of_its_host(self, host: str) -> None:
        name, loader = SCHEMAS[host]
        schema = files("check_jsonschema.builtin_schemas.vendor").joinpath(f"{name}.json").read_text("utf-8")
        found = yaml.load((PROJECT / host).read_text(), loader)
        error = best_match(Draft7Validator(json.loads(schema)).iter_errors(found))
        assert error is None, f"{error.json_path}: {error.message}"

    @pytest.mark.parametrize("job", JOBS)
    def test_actions_get_inputs_that_they_know(self, job: str) -> None:
        used = [step for step in jobs(GITHUB)[job]["steps"] if "uses" in step]
        given = {(step["uses"].split("@")[0], name) for step in used for name in step["with"]}
        assert {(action, name) for action, name in given if name not in INPUTS[action]} == set()

    def test_gitlab_gets_no_word_that_it_would_take_for_a_job_or_pass_over(self) -> None:
        made = read(GITLAB)
        assert set(made) == {"workflow", "stages", "default", "variables", *JOBS}
        assert set(made["workflow"]) == {"rules"}
        assert [set(cache) for cache in made["check"]["cache"]] == [{"key", "paths"}] * 2

    @pytest.mark.parametrize("job", JOBS)
    def test_no_job_runs_for_hours(self, job: str) -> None:
        assert jobs(GITHUB)[job]["timeout-minutes"] == 30
        assert jobs(AZURE)[job]["timeoutInMinutes"] == 30
        assert read(GITLAB)["default"]["timeout"] == "30 minutes"


@pytest.mark.parametrize("job", JOBS)
def test_all_hosts_do_the_same(job: str) -> None:
    def commands(host: str) -> list[str]:
        return list(dict.fromkeys(re.findall(r"\.venv/bin/portal (\w+)", shell(host, job))))

    expected = {"check": ["check", "diff", "build"], "publish": ["check", "build", "publish"]}
    assert [commands(host) for host in HOSTS] == [expected[job]] * len(HOSTS)


class TestRights:
    def test_actions_are_pinned_by_commit_and_named_by_version(self) -> None:
        used = re.findall(r"uses: (.*)", (PROJECT / GITHUB).read_text())
        assert used
        assert not [
            use for use in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)
        ]

    def test_an_action_has_one_version(self) -> None:
        used = set(re.findall(r"uses: ([\w/-]+)@(\w+)", (PROJECT / GITHUB).read_text()))
        assert len(used) == len({action for action, _ in used})

    def test_no_token_of_a_workflow_may_write(self) -> None:
        assert read(GITHUB)["permissions"] == {}
        assert [jobs(GITHUB)[job]["permissions"] for job in JOBS] == [{"contents": "read"}] * 2

    def test_the_key_that_pushes_is_had_by_main_alone(self) -> None:
        assert jobs(GITHUB)["publish"]["environment"] == "portal"
        assert only(uses("publish", "actions/checkout"))["with"]["ssh-key"] == "${{ secrets.PORTAL_KEY }}"
        assert jobs(AZURE)["publish"]["variables"] == [{"group": "portal"}]
        assert not [host for host in HOSTS if "PORTAL_" in str(jobs(host)["check"])]

    def test_azure_asks_what_guards_the_key_only_where_main_publishes(self) -> None:
        check, publish = read(AZURE)["stages"]
        assert "group" not in str(check)
        assert (
            publish["condition"] == "and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))"
        )

    def test_azure_hands_the_password_to_git_alone(self) -> None:
        env = {**steps(AZURE, "publish")[-1]["env"], "PORTAL_TOKEN": "secret"}
        asked = "protocol=https\nhost=dev.azure.com\nusername=council\n\n"
        told = subprocess.run(
            ["git", "credential", "fill"],
            input=asked, env={**os.environ, **env}, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        assert "password=secret" in told.splitlines()
        assert "PORTAL_TOKEN" not in shell(AZURE, "publish")

    def test_only_the_push_finds_credentials_in_the_repository(self) -> None:
        kept = {job: only(uses(job, "actions/checkout"))["with"]["persist-credentials"] for job in JOBS}
        assert kept == {"check": False, "publish": True}
        assert [jobs(AZURE)[job]["steps"][0]["persistCredentials"] for job in JOBS] == [False, False]

    def test_what_publishes_takes_nothing_from_a_cache(self) -> None:
        assert "cache" not in str(jobs(GITHUB)["publish"]["steps"])
        assert jobs(GITLAB)["publish"]["cache"] == []
        assert "Cache@" not in str(jobs(AZURE)["publish"])

    def test_charts_of_main_are_kept_for_requests_and_those_of_a_request_for_itself(self) -> None:
        assert "if" not in jobs(GITHUB)["check"]
        assert "if" not in only(uses("check", "actions/cache"))
        assert "condition" not in read(AZURE)["stages"][0]
        assert "CI_MERGE_REQUEST_IID" in jobs(GITLAB)["check"]["cache"][1]["key"]

    @pytest.mark.parametrize("host", HOSTS)
    @pytest.mark.parametrize("job", JOBS)
    def test_no_words_of_a_request_get_into_a_shell(self, host: str, job: str) -> None:
        assert "${{" not in shell(host, job)
        assert "$(" not in shell(host, job)

    def test_artifacts_go_after_a_week(self) -> None:
        assert only(uses("check", "actions/upload-artifact"))["with"]["retention-days"] == 7
        assert jobs(GITLAB)["check"]["artifacts"]["expire_in"] == "7 days"


def git(at: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org")
    ran = subprocess.run(["git", *who, *arguments], cwd=at, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


ENVIRONMENT = """
.venv/.ready:
	@mkdir -p .venv/bin && cp ../portal .venv/bin/portal && touch $@
"""
"""Takes the place of the Makefile's own recipe: the environment is the one that runs the tests."""


def check_out(parent: Path, example: Path = EXAMPLE) -> Path:
    """What a host's runner checks out, in `parent`: a change to the example, merged into main."""
    origin, clone, command = parent / "origin.git", parent / "clone", parent / "portal"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={PROJECT} exec {sys.executable} -m generator "$@"\n')
    command.chmod(0o755)
    shutil.copytree(example, clone)
    (clone / "generator").mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock", ".gitignore"):
        shutil.copy(PROJECT / name, clone / name)
    with (clone / "Makefile").open("a") as makefile:
        makefile.write(ENVIRONMENT)
    git(clone, "init", "--quiet", "--initial-branch", "main")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message", "As published")
    git(clone, "checkout", "--quiet", "-b", "change")
    report = clone / "content" / "reports" / "2023-11.md"
    report.write_text(report.read_text().replace("what audits find", "what audits teach"))
    git(clone, "commit", "--quiet", "--all", "--message", "Better words")
    git(clone, "checkout", "--quiet", "main")
    git(clone, "merge", "--quiet", "--no-ff", "--message", "Merged", "change")
    git(parent, "clone", "--quiet", "--bare", str(clone), str(origin))
    git(clone, "remote", "add", "origin", str(origin))
    git(clone, "fetch", "--quiet", "origin")
    return clone


@pytest.fixture
def clone(tmp_path: Path, warm_example: Path) -> Path:
    """One whose host has kept the caches of an earlier run."""
    return check_out(tmp_path, warm_example)


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone where somebody published to a folder: with records, and all that builds leave."""
    clone = check_out(tmp_path_factory.mktemp("at_home"))
    subprocess.run([clone.parent / "portal", "publish", "--to", "../readers"], cwd=clone, check=True)
    return clone


def run(host: str, job: str, clone: Path) -> str:
    """Run a job's steps as its host would; all that they print."""
    temporary = clone.parent / "temporary"
    temporary.mkdir()
    key = temporary / "key"
    key.touch()
    given = {
        "CI": "true",
        "GITHUB_STEP_SUMMARY": str(temporary / "changes.md"),
        "AGENT_TEMPDIRECTORY": str(temporary),
        BASE: git(clone, "rev-parse", "HEAD^1"),
        "CI_SERVER_SHELL_SSH_HOST": "git.example",
        "CI_SERVER_SHELL_SSH_PORT": "22",
        "CI_PROJECT_PATH": "group/portal",
        "PORTAL_KEY": str(key),
        "PORTAL_KNOWN_HOSTS": str(temporary / "known_hosts"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{clone.parent / 'origin.git'}.insteadOf",
        "GIT_CONFIG_VALUE_0": "ssh://git@git.example:22/group/portal.git",
    }
    said = ""
    for step in steps(host, job):
        ran = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step["run"]],
            cwd=clone,
            env={**os.environ, **given, **step.get("env", {})},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, f"{step['run']}\n{ran.stdout}{ran.stderr}"
        said += ran.stdout
    return said


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
def test_a_request_is_checked_shows_what_changes_and_is_built(host: str, clone: Path) -> None:
    run(host, "check", clone)
    folder = clone if host == GITLAB else clone.parent / "temporary"
    changes = (folder / "changes.md").read_text()
    assert "1 text of published editions change" in changes
    assert "| Panel report · " in changes
    assert (clone / "site" / "2023-11" / "index.html").exists()


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
def test_a_check_stops_at_a_mistake_and_says_where(host: str, clone: Path) -> None:
    audits = clone / "audits_data" / "2023-11" / "audits.csv"
    audits.write_text(audits.read_text().replace("nov-01,south", "nov-01,sooth"))
    with pytest.raises(AssertionError, match=r"audits\.csv") as stopped:
        run(host, "check", clone)
    assert not (clone / "site").exists()
    where = {
        GITHUB: "::error file=audits_data/2023-11/audits.csv,line=2::",
        GITLAB: "audits_data/2023-11/audits.csv:2:",
        AZURE: "sourcepath=audits_data/2023-11/audits.csv;linenumber=2;",
    }
    assert where[host] in str(stopped.value)


def record(clone: Path, at_home: Path, *months: str) -> None:
    """Commit what `at_home` recorded of `months`, and merge it into main."""
    for month in months:
        file = Path("published", "staff", f"{month}.json")
        (clone / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(at_home / file, clone / file)
    git(clone, "add", "published")
    git(clone, "commit", "--quiet", "--message", "Published")
    git(clone, "push", "--quiet", "origin", "main")


def plant(at: Path) -> None:
    """Alter what was compiled at `at`, with checksums that fit, as anybody can who commits it."""
    for file in [each for each in at.rglob("*") if each.is_file()]:
        body = file.read_bytes().partition(b"\n")[2].replace(b"</html>", b"</HTML>")
        file.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)
    assert any(b"</HTML>" in file.read_bytes() for file in at.rglob("*") if file.is_file())


def leave(clone: Path, at_home: Path) -> None:
    """In `clone`, what `at_home` compiled, altered; and a module of Python's own that nobody can read."""
    shutil.copytree(at_home / ".portal" / "templates", clone / ".portal" / "templates")
    plant(clone / ".portal" / "templates")
    (clone / "generator" / "__pycache__").mkdir()
    (clone / "generator" / "__pycache__" / "cli.cpython-313.pyc").touch()


@pytest.fixture(scope="module", params=HOSTS)
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, at_home: Path
) -> Path:
    """A clone whose publishing job ran, with two editions recorded; on Azure its branch was made before."""
    clone = check_out(tmp_path_factory.mktemp("published"))
    record(clone, at_home, "2023-09", "2023-10")
    leave(clone, at_home)
    if request.param == AZURE:
        empty = git(
            clone, "commit-tree", "-m", "Empty", git(clone, "hash-object", "-wt", "tree", "/dev/null")
        )
        git(clone, "push", "--quiet", "origin", f"{empty}:refs/heads/portal")
    run(request.param, "publish", clone)
    return clone


def pushed(clone: Path) -> list[str]:
    """The editions on the branch of the remote."""
    tops = git(clone.parent / "origin.git", "ls-tree", "--name-only", "portal").splitlines()
    return [name for name in tops if re.fullmatch(r"\d{4}-\d{2}", name)]


@pytest.mark.nightly
class TestPublishing:
    def test_what_was_recorded_is_pushed_and_nothing_else(self, published: Path) -> None:
        assert pushed(published) == ["2023-09", "2023-10"]

    def test_templates_that_lay_there_compiled_are_not_used(self, published: Path) -> None:
        page = git(published.parent / "origin.git", "show", "portal:2023-10/index.html")
        assert page.endswith("</html>")

    def test_no_module_that_lay_there_compiled_is_left(self, published: Path) -> None:
        assert not list((published / "generator").rglob("*.pyc"))

    def test_without_a_record_there_is_no_branch(self, clone: Path) -> None:
        run(GITHUB, "publish", clone)
        assert git(clone.parent / "origin.git", "branch", "--list", "portal") == ""
