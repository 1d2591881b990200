"""The workflow files of three hosts: well formed, careful with rights, their steps work here too."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

PROJECT = Path(__file__).parents[1]
EXAMPLE = Path(__file__).parent / "example_portal"
GITHUB, GITLAB, AZURE = ".github/workflows/portal.yml", ".gitlab-ci.yml", "azure-pipelines.yml"
HOSTS = (GITHUB, GITLAB, AZURE)
BASE = "CI_MERGE_REQUEST_DIFF_BASE_SHA"


def closed(*needed: str, **properties: Any) -> dict[str, Any]:
    """The schema of keys and values with no other keys: hosts ignore a misspelt one, or refuse the file."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


def named(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "minProperties": 1, "additionalProperties": schema}


def listed(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": schema}


TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
NUMBER: dict[str, Any] = {"type": "integer", "minimum": 0}
FLAG: dict[str, Any] = {"type": "boolean"}
ANY: dict[str, Any] = {"type": ["string", "boolean", "integer"]}
RIGHTS = {"type": "object", "additionalProperties": {"enum": ["read", "write", "none"]}}
BRANCHES = closed("branches", branches=closed("include", include=listed(TEXT)), batch=FLAG)

SCHEMAS: dict[str, dict[str, Any]] = {
    GITHUB: closed(
        "name", "on", "permissions", "jobs",
        name=TEXT,
        on=closed("pull_request", "push", pull_request={"type": "null"},
                  push=closed("branches", branches=listed(TEXT))),
        permissions=RIGHTS,
        concurrency=closed("group", **{"group": TEXT, "cancel-in-progress": {"type": ["boolean", "string"]}}),
        env=named(TEXT),
        jobs=named(closed(
            "runs-on", "steps", "permissions", "timeout-minutes",
            **{"name": TEXT, "if": TEXT, "runs-on": TEXT, "timeout-minutes": NUMBER, "permissions": RIGHTS,
               "steps": listed({"oneOf": [
                   closed("uses", **{"uses": TEXT, "with": named(ANY)}),
                   closed("name", "run", name=TEXT, run=TEXT, env=named(TEXT)),
               ]})},
        )),
    ),
    GITLAB: closed(
        "workflow", "stages", "review", "publish",
        workflow=closed("rules", rules=listed(closed("if", **{"if": TEXT}))),
        stages=listed(TEXT),
        default=closed(image=TEXT, timeout=TEXT, before_script=listed(TEXT)),
        variables=named(TEXT),
        **dict.fromkeys(("review", "publish"), closed(
            "stage", "rules", "script",
            stage={"enum": ["review", "publish"]},
            rules=listed(closed("if", **{"if": TEXT})),
            interruptible=FLAG,
            resource_group=TEXT,
            variables=named(TEXT),
            cache={"type": "array", "items": closed("key", "paths", paths=listed(TEXT), key={"anyOf": [
                TEXT, closed("files", files=listed(TEXT), prefix=TEXT)]})},
            script=listed(TEXT),
            artifacts=closed(
                "paths", when={"enum": ["always", "on_success", "on_failure"]},
                access={"enum": ["developer", "maintainer", "none", "all"]}, expire_in=TEXT, expose_as=TEXT,
                paths=listed(TEXT), reports=closed("codequality", codequality=TEXT)),
        )),
    ),
    AZURE: closed(
        "trigger", "pr", "pool", "jobs",
        trigger=BRANCHES, pr=BRANCHES, pool=closed("vmImage", vmImage=TEXT), variables=named(TEXT),
        jobs=listed(closed(
            "job", "condition", "steps", "timeoutInMinutes",
            job=TEXT, displayName=TEXT, condition=TEXT, timeoutInMinutes=NUMBER,
            steps=listed({"oneOf": [
                closed("checkout", "persistCredentials", checkout={"const": "self"}, fetchDepth=NUMBER,
                       persistCredentials=FLAG),
                closed("task", "inputs", task={"type": "string", "pattern": r"^\w+@\d+$"}, displayName=TEXT,
                       inputs=named(TEXT)),
                closed("script", "displayName", script=TEXT, displayName=TEXT, env=named(TEXT)),
                closed("publish", "artifact", publish=TEXT, artifact=TEXT, displayName=TEXT),
            ]}),
        )),
    ),
}  # fmt: skip
"""The hosts' languages as far as these files use them, by hand from "Workflow syntax for GitHub Actions",
GitLab's "CI/CD YAML syntax reference" and Microsoft's "YAML schema reference for Azure Pipelines"."""


class Loader(yaml.SafeLoader):
    """As the hosts read: `on` is a key and no truth value."""


Loader.yaml_implicit_resolvers = {
    char: [(tag, regexp) for tag, regexp in found if tag != "tag:yaml.org,2002:bool"]
    for char, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def read(host: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((PROJECT / host).read_text(), Loader)
    return found


def steps(host: str, job: str) -> list[dict[str, Any]]:
    """The steps of a job that run in a shell, each with `run` and perhaps `env`."""
    made = read(host)
    if host == GITHUB:
        return [step for step in made["jobs"][job]["steps"] if "run" in step]
    if host == AZURE:
        (found,) = [each for each in made["jobs"] if each["job"] == job]
        return [{"run": step["script"], **step} for step in found["steps"] if "script" in step]
    lines = [*made["default"]["before_script"], *made[job]["script"]]  # one shell runs them all
    return [{"run": "\n".join(lines), "env": made[job].get("variables", {})}]


def shell(host: str, job: str) -> str:
    return "\n".join(step["run"] for step in steps(host, job))


@pytest.mark.parametrize("host", HOSTS)
def test_each_file_is_well_formed(host: str) -> None:
    errors = Draft202012Validator(SCHEMAS[host]).iter_errors(read(host))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@pytest.mark.parametrize("job", ["review", "publish"])
def test_all_hosts_do_the_same(job: str) -> None:
    def commands(host: str) -> list[str]:
        return list(dict.fromkeys(re.findall(r"\.venv/bin/portal (\w+)", shell(host, job))))

    expected = {"review": ["check", "diff", "build"], "publish": ["check", "publish"]}
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

    def test_each_job_has_what_it_needs_and_no_more(self) -> None:
        made = read(GITHUB)
        assert made["permissions"] == {}
        assert made["jobs"]["review"]["permissions"] == {"contents": "read"}
        assert made["jobs"]["publish"]["permissions"] == {"contents": "write"}

    def test_a_review_keeps_no_credentials(self) -> None:
        github, azure = read(GITHUB)["jobs"]["review"], read(AZURE)["jobs"][0]
        assert github["steps"][0]["with"]["persist-credentials"] is False
        assert azure["steps"][0]["persistCredentials"] is False

    def test_what_publishes_takes_nothing_from_a_cache(self) -> None:
        assert "cache" not in str(read(GITHUB)["jobs"]["publish"]["steps"])
        assert read(GITLAB)["publish"]["cache"] == []
        assert "Cache@" not in str(read(AZURE)["jobs"][1])

    @pytest.mark.parametrize("host", HOSTS)
    @pytest.mark.parametrize("job", ["review", "publish"])
    def test_no_words_of_a_request_get_into_a_shell(self, host: str, job: str) -> None:
        assert "${{" not in shell(host, job)
        assert "$(" not in shell(host, job)

    def test_artifacts_go_after_a_week(self) -> None:
        upload = read(GITHUB)["jobs"]["review"]["steps"][-1]
        assert upload["with"]["retention-days"] == 7
        assert read(GITLAB)["review"]["artifacts"]["expire_in"] == "7 days"


def git(at: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org")
    ran = subprocess.run(["git", *who, *arguments], cwd=at, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a host's runner checks out: a change to the example, merged into main; its environment is made."""
    origin, clone = tmp_path / "origin.git", tmp_path / "clone"
    shutil.copytree(EXAMPLE, clone)
    for name in ("Makefile", "pyproject.toml", "requirements.lock", ".gitignore"):
        shutil.copy(PROJECT / name, clone / name)
    git(clone, "init", "--quiet", "--initial-branch", "main")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message", "As published")
    git(clone, "checkout", "--quiet", "-b", "change")
    report = clone / "content" / "reports" / "2023-11.md"
    report.write_text(report.read_text().replace("what audits find", "what audits teach"))
    git(clone, "commit", "--quiet", "--all", "--message", "Better words")
    git(clone, "checkout", "--quiet", "main")
    git(clone, "merge", "--quiet", "--no-ff", "--message", "Merged", "change")
    git(tmp_path, "clone", "--quiet", "--bare", str(clone), str(origin))
    git(clone, "remote", "add", "origin", str(origin))
    git(clone, "fetch", "--quiet", "origin")
    command = clone / ".venv" / "bin" / "portal"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nPYTHONPATH={PROJECT} exec {sys.executable} -m generator "$@"\n')
    command.chmod(0o755)
    (clone / ".venv" / ".ready").touch()
    return clone


def run(host: str, job: str, clone: Path) -> str:
    """Run a job's steps as its host would; all that they print."""
    temporary = clone.parent / "temporary"
    temporary.mkdir()
    token = "https://gitlab-ci-token:token@git.example:443/group/portal.git"
    given = {
        "CI": "true",
        "GITHUB_STEP_SUMMARY": str(temporary / "changes.md"),
        "AGENT_TEMPDIRECTORY": str(temporary),
        BASE: git(clone, "rev-parse", "HEAD^1"),
        "CI_SERVER_PROTOCOL": "https",
        "CI_SERVER_HOST": "git.example",
        "CI_SERVER_PORT": "443",
        "CI_PROJECT_PATH": "group/portal",
        "CI_JOB_TOKEN": "token",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{clone.parent / 'origin.git'}.insteadOf",
        "GIT_CONFIG_VALUE_0": token,
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
def test_a_review_checks_shows_what_changes_and_builds(host: str, clone: Path) -> None:
    run(host, "review", clone)
    folder = clone if host == GITLAB else clone.parent / "temporary"
    changes = (folder / "changes.md").read_text()
    assert "1 text of published editions change" in changes
    assert "| Panel report · " in changes
    assert (clone / "site" / "2023-11" / "index.html").exists()


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
def test_a_review_stops_at_a_mistake_and_says_where(host: str, clone: Path) -> None:
    audits = clone / "audits_data" / "2023-11" / "audits.csv"
    audits.write_text(audits.read_text().replace("nov-01,south", "nov-01,sooth"))
    with pytest.raises(AssertionError, match=r"audits\.csv") as stopped:
        run(host, "review", clone)
    assert not (clone / "site").exists()
    where = {
        GITHUB: "::error file=audits_data/2023-11/audits.csv,line=2::",
        GITLAB: "audits_data/2023-11/audits.csv:2:",
        AZURE: "sourcepath=audits_data/2023-11/audits.csv;linenumber=2;",
    }
    assert where[host] in str(stopped.value)


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
def test_publishing_pushes_nothing_that_was_not_recorded(host: str, clone: Path) -> None:
    run(host, "publish", clone)
    published = git(clone.parent / "origin.git", "branch", "--list", "portal")
    assert not published or "2023-11" not in git(clone.parent / "origin.git", "ls-tree", "portal")
