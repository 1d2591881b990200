"""What must hold of groups of grades and of targets: they name what there is, each once, and make sense."""

from collections.abc import Iterator

from generator.problems import Place, Problem, did_you_mean
from generator.settings.files import Files
from generator.settings.model import GOOD_OR_BETTER, Target
from generator.settings.names import twice


def groups_name_grades(files: Files) -> Iterator[Problem]:
    """A group of grades has an id of its own and names grades of the framework."""
    if files.framework is None:
        return
    grades = [grade.id for grade in files.framework.every_grade]
    first: dict[str, Place] = {}
    for i, group in enumerate(files.framework.groups):
        place = files.place("framework", "groups", i, "id")
        if group.id in (*grades, GOOD_OR_BETTER):
            message = f'"{group.id}" is in use for other grades'
            yield Problem(place, "two-meanings", message, "give the group an id of its own")
        elif first.setdefault(group.id, place) != place:
            yield twice(place, group.id, first[group.id])
        for j, grade in enumerate(group.grades):
            if grade not in grades:
                at = files.place("framework", "groups", i, "grades", j)
                yield Problem(at, "unknown-grade", f'"{grade}" is no grade', did_you_mean(grade, grades))


def targets_make_sense(files: Files) -> Iterator[Problem]:
    """A target has one end, for grades and an area that there are, and no other target for the same."""
    if files.framework is None or files.publication is None:
        return
    framework = files.framework
    groups = dict.fromkeys([GOOD_OR_BETTER, *(group.id for group in framework.groups)])
    grades = [*groups, *(grade.id for grade in framework.every_grade)]
    areas = ["overall", *(area.id for area in framework.every_area)]
    first: dict[tuple[str, str, str], Place] = {}
    for i, target in enumerate(files.publication.targets):
        place = files.place("publication", "targets", i)
        yield from _ends(target, place)
        for key, found, known in (("grades", target.grades, grades), ("area", target.area, areas)):
            if found not in known:
                at = files.place("publication", "targets", i, key)
                what = "grade or group of grades" if key == "grades" else "area of the framework"
                hint = did_you_mean(found, known)
                yield Problem(at, f"unknown-{key.rstrip('s')}", f'"{found}" is no {what}', hint)
        earlier = first.setdefault((target.stage, target.area, target.grades), place)
        if earlier != place:
            message = "is a second target for the same stage, area and grades"
            yield Problem(place, "duplicate-target", message, "keep one of the two", other=earlier)


def _ends(target: Target, place: Place) -> Iterator[Problem]:
    given = [end for end in (target.at_least, target.at_most) if end is not None]
    if len(given) != 1:
        message = "has both at_least and at_most" if given else "has neither at_least nor at_most"
        yield Problem(place, "target-without-one-end", message, "a target has one of the two, in percent")
