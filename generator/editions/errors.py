"""How a build can fail. What the machine does is an OSError or problems.EnvironmentFailedError."""

from collections.abc import Sequence

from generator.problems import Problem


class WrongUsageError(Exception):
    """Asked for what can't be: a foreign output folder, a month that has no edition. Exit status 2."""


class UserProblemsError(Exception):
    """Mistakes in what users wrote that show only while it is built."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type["UserProblemsError"], tuple[Sequence[Problem]]]:
        """For its way from one process to another."""
        return UserProblemsError, (self.problems,)


class SiteFailedError(Exception):
    """MkDocs could make no sound site of the pages: a bug in them or in the theme. A line each complaint."""
