"""How records are read: files in, tables out. What is said of wrong ones is in tests/bad/."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from generator import records, settings
from generator.problems import NO_RIGHTS, Problem, exit_status
from generator.records.dates import read_day, read_month, sort_key
from generator.records.identifiers import identifiers
from generator.settings.model import Settings

BAD = Path(__file__).parent / "bad"
HEADER = "audit_id,team,primary_overall\n"
AUDIT = HEADER + "a1,north,good\n"


@pytest.fixture(scope="module")
def council() -> Settings:
    found, _ = settings.load(BAD)
    assert found is not None
    return found


def read(root: Path, council: Settings, **files: str) -> tuple[records.Records, list[Problem]]:
    """What `records.read` gives for files by path; `__` stands for a slash."""
    for path, text in files.items():
        file = root / "audits_data" / path.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return records.read(root, council, date(2024, 2, 1))


def rows(found: records.Records, table: str, *columns: str) -> list[tuple[object, ...]]:
    return list(zip(*(found[table].columns[column] for column in columns), strict=True))


def test_grades_and_choices_match_by_id_name_or_alias_whatever_their_case(
    tmp_path: Path, council: Settings
) -> None:
    text = "audit_id,Team,Primary overall,cohort,child-feedback\na1, NORTH locality ,ri,In Care,Not sought\n"
    found, problems = read(tmp_path, council, **{"2023-11__audits.csv": text})
    assert problems == []
    assert rows(found, "audits", "team", "primary_overall", "cohort", "child_feedback") == [
        ("north", "requires-improvement", "in-care", "not-sought")
    ]


def test_blank_is_not_recorded_and_na_is_a_grade_that_did_not_apply(
    tmp_path: Path, council: Settings
) -> None:
    text = "audit_id,team,primary_overall,primary_chronology,primary_direct_work\na1,north,good,N/A,\n"
    found, _ = read(tmp_path, council, **{"2023-11__audits.csv": text})
    assert rows(found, "audits", "primary_chronology", "primary_direct-work") == [("n/a", None)]


def test_a_blank_type_is_the_usual_one(tmp_path: Path, council: Settings) -> None:
    found, _ = read(tmp_path, council, **{"2023-11__audits.csv": AUDIT})
    assert found["audits"].columns["type"] == ["case"]


@pytest.mark.parametrize("path", ["2023-11__audits.csv", "2023-11-audits.csv", "all__audits_2023-11.csv"])
def test_the_month_comes_from_folder_or_file(tmp_path: Path, council: Settings, path: str) -> None:
    found, problems = read(tmp_path, council, **{path: AUDIT})
    assert problems == []
    assert found["audits"].columns["month"] == ["2023-11"]


IN_CSV = {
    "2023-11__audits.csv": "audit_id,team,primary_overall,moderated_overall,moderated_on\n"
    "a1,north,good,ri,2023-11-20\n",
    "2023-11__learning.csv": "audit_id,theme,kind,point\n"
    'a1,chronologies,strength,"No, a ""good"" one: yes"\n',
    "2023-11__actions.csv": "action_id,audit_id,action,focus,owner_role,due\n"
    "x1,a1,Do it,child,Manager,2024-03-01\n",
}
IN_YAML = """
audits:
  - audit_id: a1
    team: north
    primary_overall: Good
    moderated-overall: requires_improvement
    moderated_on: 2023-11-20
    themes:
      - theme: chronologies
        kind: strength
        point: 'No, a "good" one: yes'
    actions:
      - {action_id: x1, action: Do it, focus: child, owner_role: Manager, due: 2024-03-01}
"""


def test_csv_and_yaml_of_the_same_records_give_equal_tables(tmp_path: Path, council: Settings) -> None:
    in_csv, _ = read(tmp_path / "csv", council, **IN_CSV)
    in_yaml, problems = read(tmp_path / "yaml", council, **{"2023-11.yaml": IN_YAML})
    assert problems == []
    assert len(in_csv["actions"]) == 1
    for name, table in in_csv.tables.items():
        assert table.columns == in_yaml[name].columns


def test_a_row_knows_the_line_where_it_begins_and_a_yaml_cell_its_own(
    tmp_path: Path, council: Settings
) -> None:
    learning = (
        'audit_id,theme,kind,point\na1,chronologies,strength,"two\nlines"\na1,chronologies,strength,one\n'
    )
    yaml = "training:\n  - date: 2023-10-01\n    session: Grading\n"
    files = {"2023-11__audits.csv": AUDIT, "learning.csv": learning, "training.yml": yaml}
    found, _ = read(tmp_path, council, **files)
    assert str(found["learning"].place(1, "point")) == "audits_data/learning.csv:4"
    assert str(found["training"].place(0, "session")) == "audits_data/training.yml:3"


def test_a_byte_order_mark_and_blank_lines_and_trailing_commas_do_no_harm(
    tmp_path: Path, council: Settings
) -> None:
    text = "\ufeffaudit_id,team,primary_overall,,\r\n\r\na1,north,good,,\r\n,,,,\r\n"
    found, problems = read(tmp_path, council, **{"2023-11__audits.csv": text})
    assert problems == []
    assert len(found["audits"]) == 1


def test_every_table_is_there_with_its_columns_and_types_even_without_rows(
    tmp_path: Path, council: Settings
) -> None:
    found, _ = read(tmp_path, council, **{"2023-11__audits.csv": AUDIT})
    tables = records.to_tables(found)
    assert set(tables) == set(found.tables)
    actions = tables["actions"].collect().to_native()
    dtypes = {column: str(actions[column].dtype) for column in ("action", "due", "audit_month")}
    assert dtypes == {"action": "str", "due": "datetime64[us]", "audit_month": "str"}
    assert str(tables["programme"].collect().to_native()["planned"].dtype) == "Int64"


def test_tables_carry_the_month_of_their_audit_and_the_order_of_events(
    tmp_path: Path, council: Settings
) -> None:
    files = {
        "2023-11__audits.csv": AUDIT,
        "learning.csv": "audit_id,theme,kind\na1,chronologies,strength\n",
        "events.csv": "date,title,themes\nSummer 2023,Diagnostic work,chronologies\n",
    }
    tables = records.to_tables(read(tmp_path, council, **files)[0])
    assert tables["learning"].collect()["audit_month"].to_list() == ["2023-11"]
    assert tables["events"].collect()["sort_key"].to_list() == ["2023-06-01"]


def test_reading_does_not_wait_for_pandas() -> None:
    code = "import sys, generator.records, generator.settings; sys.exit('pandas' in sys.modules)"
    root = Path(__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_an_empty_folder_says_what_to_do(tmp_path: Path, council: Settings) -> None:
    (tmp_path / "audits_data").mkdir()
    _, (problem,) = records.read(tmp_path, council)
    assert (problem.code, problem.message) == ("no-records", "holds no records")
    assert "2023-11/audits.csv" in problem.hint


def test_a_folder_with_a_spreadsheet_only_has_no_records(tmp_path: Path, council: Settings) -> None:
    problems = read(tmp_path, council, **{"audits.xlsx": ""})[1]
    assert [(p.code, p.severity) for p in problems] == [("other-file", "warning"), ("no-records", "error")]


def test_a_missing_folder_says_what_to_do(tmp_path: Path, council: Settings) -> None:
    _, (problem,) = records.read(tmp_path, council)
    assert (problem.code, problem.message) == ("no-records", "is missing: there is nothing to publish")


def test_a_link_out_of_the_folder_is_an_error(tmp_path: Path, council: Settings) -> None:
    (tmp_path / "secret.csv").write_text(AUDIT)
    (tmp_path / "audits_data").mkdir()
    for name, target in (("audits.csv", "../secret.csv"), ("more", ".."), ("gone.csv", "nowhere")):
        (tmp_path / "audits_data" / name).symlink_to(target)
    found, problems = records.read(tmp_path, council)
    assert [(p.place.file.split("/")[1], p.message) for p in problems] == [
        ("audits.csv", "is a link that leads out of audits_data"),
        ("gone.csv", "is a link that leads nowhere"),
        ("more", "is a link that leads out of audits_data"),
    ]
    assert len(found["audits"]) == 0


@pytest.mark.parametrize(
    ("what", "place"), [("read_bytes", "audits_data/2023-11/audits.csv"), ("scandir", "audits_data")]
)
def test_what_may_not_be_read_is_the_environments_fault(
    tmp_path: Path, council: Settings, monkeypatch: pytest.MonkeyPatch, what: str, place: str
) -> None:
    def refuse(path: object) -> None:
        raise PermissionError(path)

    read(tmp_path, council, **{"2023-11__audits.csv": AUDIT})
    monkeypatch.setattr(Path if what == "read_bytes" else os, what, refuse)
    _, (problem,) = records.read(tmp_path, council)
    assert (problem.place.file, problem.code, exit_status([problem])) == (place, NO_RIGHTS, 3)


def test_learning_is_not_said_to_lack_its_audit_while_a_file_cannot_be_read(
    tmp_path: Path, council: Settings
) -> None:
    files = {"audits.csv": "\0", "learning.csv": "audit_id,theme,kind\na1,chronologies,strength\n"}
    assert [p.code for p in read(tmp_path, council, **files)[1]] == ["nul-byte"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("NHS no. 943-476-5919 and H801200001001", ["an NHS number", "a unique pupil number"]),
        ("NI AB 12 34 56 C", ["a National Insurance number"]),
        ("moved to sw1a 2aa, rang 020 7946 0958", ["a postcode", "a telephone number"]),
        ("call +44 (0)7700 900123", ["a telephone number"]),
        ("d.o.b. 3/5/15; date of birth is 3rd May 2015", ["a date of birth"]),
        ("born on 2015-05-03", ["a date of birth"]),
        ("born on the 1st of March 2010", ["a date of birth"]),
        ("943\u00a0476\u00a05919", ["an NHS number"]),
        ("943.476.5919", ["an NHS number"]),
        ("943\u2013476\u20135919", ["an NHS number"]),
        ("943 476\n5919", ["an NHS number"]),
        ("943  476  5919", ["an NHS number"]),
        ("943\u200b4765919", ["an NHS number"]),
        ("９４３ ４７６ ５９１９", ["an NHS number"]),
        ("SW1A\u00a02AA", ["a postcode"]),
        ("0044 7700 900123", ["a telephone number"]),
        ("jane＠example.org", ["an e-mail address"]),
    ],
)
def test_identifiers_are_found_in_the_ways_people_write_them(text: str, kinds: list[str]) -> None:
    assert identifiers(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918 has a wrong check digit",
        "S47 2nd visit, week 12, KS2 1st term, section 20",
        "between 01-02-2023 and 03/05/2023, 14:30 on 2023-11-05",
        "17 of 1,316 audits; 1234567890123456; 0800 1111; 0345 0000 000",
        "the date of birth is missing, and he was born in Leeds",
        "version 3.14159265358 of A4 3rd draft",
        "1111111111",
    ],
)
def test_ordinary_sentences_raise_no_false_alarm(text: str) -> None:
    assert identifiers(text) == []


@pytest.mark.parametrize(
    ("moment", "first_day"),
    [
        ("2023-10-02", "2023-10-02"),
        ("2023-10", "2023-10-01"),
        ("Summer 2023", "2023-06-01"),
        ("2021", "2021-01-01"),
        ("soon", None),
        ("2023-02-30", None),
    ],
)
def test_events_are_ordered_by_the_first_day_of_when_they_were(moment: str, first_day: str | None) -> None:
    assert sort_key(moment) == first_day


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_and_month_of_this_century_is_read_back(day: date) -> None:
    assert read_day(f" {day.isoformat()} ") == day
    assert read_month(day.isoformat()[:7]) == day.isoformat()[:7]


SEEDS = [path.read_bytes() for path in sorted(BAD.glob("*/audits_data/**/*")) if path.is_file()]


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.tuples(st.sampled_from(SEEDS), st.integers(0, 300), st.binary(max_size=4)).map(
            lambda cut: cut[0][: cut[1]] + cut[2] + cut[0][cut[1] :]
        ),
    ),
    name=st.sampled_from(["audits.csv", "events.csv", "learning.csv", "x.yaml"]),
)
@example(data=b"[" * 100_000, name="x.yaml")
@example(data=b'"' + b"x" * 200_000, name="audits.csv")
def test_no_bytes_make_reading_raise(data: bytes, name: str, tmp_path: Path, council: Settings) -> None:
    shutil.rmtree(tmp_path / "audits_data", ignore_errors=True)
    (tmp_path / "audits_data/2023-11").mkdir(parents=True)
    (tmp_path / "audits_data/2023-11" / name).write_bytes(data)
    found, problems = records.read(tmp_path, council, date(2024, 2, 1))
    assert problems or len(found["audits"])
