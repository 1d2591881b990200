"""The records of one made-up month, written with the sample's sentences, each in a file of its own."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator import records as records_room
from generator import settings
from generator.settings.model import Framework

from .cost import PROJECT

SEED = 20231221
KNOWN_TO = date(2023, 12, 21)
"""The last day that the newest edition knows: nothing is dated later."""
LONG = 30
"""Words of a point, before it is told of a child in some eight more."""
LOOK_BACK = 3
"""Months between an audit and the re-audit that looks at the same file."""
CHILDREN = ("girl", "boy", "sister", "brother", "daughter", "son")
AGES = ("four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen")
FRAMES = (
    "{said} A {child} of {age}, since {since}.",
    "A {child} of {age}. {said} So since {since}.",
    "{said} ({since}; a {child} of {age}.)",
    "From {since}: {said} A {child} of {age}.",
    "{said} It began in {since}, for a {child} of {age}.",
    "{said} The {child} is {age} and has known us since {since}.",
)
"""Ways to say whose file it was."""
NOTES = (
    "We read three chronologies aloud, and two of them never mentioned a father.",
    "Agreed to bring one child without a plan for permanence to each supervision.",
    "Asked for an example that an assessment really used.",
    "",
)

Row = dict[str, object]
"""Column -> what stands in the cell."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What the sample's council and auditors say: settings, and rows of learning and of actions."""

    framework: Framework
    learning: Sequence[Row]
    actions: Sequence[Row]


def read_sample() -> Sample:
    """The project's own records, as the portal reads them."""
    found, problems = settings.load(PROJECT)
    if found is None:
        raise ValueError(problems)
    read, _ = records_room.read(PROJECT, found, KNOWN_TO)
    learning, actions = (
        [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
        for columns in (read[table].columns for table in ("learning", "actions"))
    )
    return Sample(found.framework, learning, actions)


def records(first: date, count: int, sample: Sample, earlier: int) -> Mapping[str, list[Row]]:
    """The tables of the month that begins on `first`, which `earlier` months of the portal precede."""
    chance = random.Random(f"{SEED} {first}")
    audits = [_audit(number, first, sample.framework, chance, earlier) for number in range(count)]
    learning = [row for audit in audits for row in _learning(audit, sample, chance)]
    actions = [_action(audit, sample, chance) for audit in audits if chance.random() < 0.4]
    regrades = [row for audit in audits for row in _regrade(audit, sample.framework, chance)]
    held = [_meeting(team.name, first, chance) for team in sample.framework.teams[: chance.randrange(1, 5)]]
    return {
        "audits": audits,
        "learning": learning,
        "actions": actions,
        "regrades": regrades,
        "briefing_use": held,
    }


def _audit(number: int, first: date, framework: Framework, chance: random.Random, earlier: int) -> Row:
    """One row, as an officer types it. About one in 12 is a second look at a file of an earlier month."""
    again = chance.random() < 0.08 and earlier >= LOOK_BACK  # drawn in any case: what follows stays the same
    audited = first + timedelta(days=chance.randrange(28))
    grades = _grades(first, framework, chance)
    worst = framework.scale(f"{first:%Y-%m}")[0].name
    unsafe = worst in (grades["primary_overall"], grades["moderated_overall"])
    signed = _known(audited, chance.randrange(21, 45)) if chance.random() < 0.95 else ""
    return {
        "audit_id": f"{first:%y%m}-{number:03d}",
        "team": chance.choice(framework.teams_in(f"{first:%Y-%m}")).name,
        "cohort": chance.choice(framework.cohorts).name,
        "type": "Re-audit" if again else "Case audit",
        "audited_on": audited,
        "received_on": audited + timedelta(days=chance.randrange(4)),
        "auditor_role": chance.choice(("Team Manager", "Service Manager", "Head of Service")),
        **grades,
        "moderated_on": audited + timedelta(days=chance.randrange(3, 20)),
        "moderator_role": chance.choice(("Quality Assurance Manager", "Independent Moderator")),
        "quality_assured_on": signed,
        "quality_assurance": chance.choice(("agreed", "agreed", "agreed", "changed")) if signed else "",
        "audit_quality": chance.choice(("meets", "meets", "partly", "does not")),
        "practice_from": audited - timedelta(days=190),
        "practice_to": audited - timedelta(days=7),
        "with_practitioner": chance.choice(("yes", "yes", "no")),
        "child_feedback": chance.choice(("given", "sought", "not sought")),
        "parent_feedback": chance.choice(("given", "given", "sought", "not sought")),
        "carer_feedback": chance.choice(("given", "sought", "not applicable", "not applicable")),
        "triangulated": chance.choice(("yes", "no", "no")),
        "escalated_on": audited if unsafe else "",
        "escalated_to_role": "Service Manager" if unsafe else "",
        "made_safe_on": _known(audited, chance.randrange(1, 25)) if unsafe else "",
        "revisits": f"{_month_before(first):%y%m}-{number:03d}" if again else "",
    }


def _month_before(first: date) -> date:
    """The first day of the month that a re-audit of this one looks back to."""
    return (first - timedelta(days=30 * LOOK_BACK)).replace(day=1)


def _known(day: date, days: int) -> date | str:
    """So many days later; blank where nobody knows of it yet."""
    then = day + timedelta(days=days)
    return then if then <= KNOWN_TO else ""


def _grades(first: date, framework: Framework, chance: random.Random) -> dict[str, str]:
    """A file's grades lie near each other, and moderators agree with most."""
    scale = [grade.name for grade in framework.scale(f"{first:%Y-%m}")]
    overall = chance.choices(range(len(scale)), weights=(15, 50, 35))[0]

    def near(at: int, *steps: int) -> int:
        return min(max(at + chance.choice(steps), 0), len(scale) - 1)

    primary = {"overall": overall}
    for area in framework.areas_in(f"{first:%Y-%m}"):
        primary[area.id.replace("-", "_")] = near(overall, -1, 0, 0, 0, 1)
    without = {name for name in primary if name != "overall" and chance.random() < 0.08}
    moderated = {name: near(at, -1, 0, 0, 0, 0, 0, 1) for name, at in primary.items()}
    return {
        f"{stage}_{name}": "n/a" if name in without else scale[at]
        for stage, grades in (("primary", primary), ("moderated", moderated))
        for name, at in grades.items()
    }


def _learning(audit: Row, sample: Sample, chance: random.Random) -> Iterator[Row]:
    """One to three points: the sample's, said of this child, some in two sentences more."""
    for said in chance.sample(sample.learning, chance.choice((1, 1, 2, 3))):
        like = [row["point"] for row in sample.learning if _filed(row) == _filed(said)]
        longer = f"{said['point']} {chance.choice(like)}"
        point = longer if len(longer.split()) <= LONG and chance.random() < 0.5 else str(said["point"])
        yield {
            "audit_id": audit["audit_id"],
            **{name: said[name] or "" for name in ("theme", "kind", "area", "when", "said_by")},
            "point": _of_a_child(point, audit, chance),
            "impact": _of_a_child(str(said["impact"]), audit, chance) if said["impact"] else "",
        }


def _filed(row: Row) -> tuple[object, object]:
    return row["theme"], row["kind"]


def _of_a_child(said: str, audit: Row, chance: random.Random) -> str:
    """What the sample says, with who and since when, so that no two months say the same."""
    since = date.fromisoformat(str(audit["practice_from"])) - timedelta(days=chance.randrange(900))
    frame, child, age = (chance.choice(each) for each in (FRAMES, CHILDREN, AGES))
    return frame.format(said=said, child=child, age=age, since=f"{since:%B %Y}")


def _action(audit: Row, sample: Sample, chance: random.Random) -> Row:
    """What was agreed: most of it done in two months, some much later, and some of it checked."""
    said = chance.choice(sample.actions)
    agreed = date.fromisoformat(str(audit["audited_on"])) + timedelta(days=chance.randrange(10))
    done = _known(agreed, chance.choice((10, 25, 40, 60, 60, 90, 200)) + chance.randrange(9))
    impact = str(said["impact"] or "") if done else ""
    checked = _known(done, 30) if isinstance(done, date) and impact else ""
    return {
        "action_id": f"{audit['audit_id']}-a",
        "audit_id": audit["audit_id"],
        **{name: said[name] or "" for name in ("area", "theme", "focus", "owner_role")},
        "action": _of_a_child(str(said["action"]), audit, chance),
        "agreed_on": agreed,
        "due": agreed + timedelta(days=chance.randrange(14, 60)),
        "started_on": agreed if done else "",
        "completed_on": done,
        "impact": _of_a_child(impact, audit, chance) if impact else "",
        "impact_checked_on": checked,
        "impact_checked_by_role": "Quality Assurance Manager" if checked else "",
    }


def _regrade(audit: Row, framework: Framework, chance: random.Random) -> Iterator[Row]:
    """For one audit in ten, an area that was below good is seen to be better later."""
    scale = [grade.name for grade in framework.scale(str(audit["audited_on"])[:7])]
    for area in framework.areas_in(str(audit["audited_on"])[:7]):
        was = audit[f"moderated_{area.id.replace('-', '_')}"]
        on = _known(date.fromisoformat(str(audit["audited_on"])), 70)
        if was in scale[:-1] and on and chance.random() < 0.015:
            now = scale[scale.index(str(was)) + 1]
            reason = chance.choice(("record improved", "practice changed"))
            yield {"audit_id": audit["audit_id"], "area": area.id, "from": was, "to": now, "on": on,
                   "reason": reason}  # fmt: skip


def _meeting(team: str, first: date, chance: random.Random) -> Row:
    """A team talks about the briefing after it was published."""
    held = (first + timedelta(days=31)).replace(day=28) + timedelta(days=chance.randrange(4))
    return {"month": f"{first:%Y-%m}", "team": team, "held_on": held, "attended": chance.randrange(4, 11),
            "note": chance.choice(NOTES)}  # fmt: skip
