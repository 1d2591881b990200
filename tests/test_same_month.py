"""Two figures of one month in a claim: tested where there is an exact test, else always hedged."""

from collections.abc import Sequence
from datetime import date

import pytest
from scipy.stats import binomtest, fisher_exact  # type: ignore[import-untyped]
from statsmodels.stats.contingency_tables import mcnemar  # type: ignore[import-untyped]
from test_claims import GRADES, council, page_of
from test_pages import said

from generator.evidence import Edition, Evidence, assemble
from generator.evidence.claims import Assertion, Name, Of
from generator.evidence.judging import judge
from generator.measures.figures import Distribution, Extracts, Measured, ProgrammeNote, where

MONTH = "2023-11"
Grades = Sequence[int]


def evidence(
    pairs: Sequence[Grades], duty: Grades = (0, 0, 0), primary_alone: Grades = (0, 0, 0)
) -> Evidence:
    """A month of audits: `pairs[i][j]` managers graded i and moderators j; `duty`: the moderated ones of a
    team; `primary_alone`: those that no moderator graded."""
    by_managers = [sum(row) + alone for row, alone in zip(pairs, primary_alone, strict=True)]
    by_moderators = [sum(column) for column in zip(*pairs, strict=True)]
    grades = [
        Distribution(
            "grades",
            where(month=MONTH, stage=stage, area=area, team=team),
            dict(zip(GRADES, counts, strict=True)),
            sum(counts),
        )
        for stage, area, team, counts in (
            ("primary", "overall", "all", by_managers),
            ("moderated", "overall", "all", by_moderators),
            ("moderated", "planning", "all", by_moderators[::-1]),
            ("moderated", "overall", "duty", duty),
        )
    ]
    matrix = {f"{i}>{j}": pairs[a][b] for a, i in enumerate(GRADES) for b, j in enumerate(GRADES)}
    both = Distribution("moderation", where(month=MONTH, area="overall"), matrix, sum(matrix.values()))
    programme = (ProgrammeNote(MONTH, "random", "", ()),)
    measured = Measured(MONTH, (MONTH,), (*grades, both), (), Extracts(programme=programme))
    return assemble(measured, council(), Edition(MONTH, date(2023, 12, 14), date(2023, 12, 21)))


def of(stage: str = "moderated", grade: str = "good", area: str = "overall", team: str = "all") -> Of:
    return Of("share", stage, grade, area, team, MONTH)


NOVEMBER = [(1, 0, 0), (0, 3, 0), (0, 2, 2)]
MOVED_DOWN = [(1, 0, 0), (0, 3, 0), (0, 9, 2)]


@pytest.mark.parametrize(
    ("one", "other", "e", "p"),
    [
        (of(), of(grade="inadequate"), evidence(NOVEMBER), binomtest(2, 3).pvalue),
        (of(grade="inadequate"), of(), evidence([(20, 0, 0), (0, 3, 0), (0, 0, 2)]), binomtest(2, 22).pvalue),
        (of("primary"), of(), evidence(NOVEMBER), mcnemar([[2, 2], [0, 4]]).pvalue),
        (of("primary"), of(), evidence(MOVED_DOWN), mcnemar([[2, 9], [0, 4]]).pvalue),
        (of(), of(team="duty"), evidence(MOVED_DOWN, duty=(1, 6, 0)), fisher_exact([[0, 7], [2, 6]]).pvalue),
        (of(team="duty"), of(), evidence([(9, 0, 0), (0, 0, 0), (0, 0, 9)], duty=(0, 0, 8)),
         fisher_exact([[8, 0], [1, 9]]).pvalue),
    ],
)  # fmt: skip
def test_what_has_an_exact_test_has_the_p_that_scipy_and_statsmodels_give(
    one: Of, other: Of, e: Evidence, p: float
) -> None:
    names: tuple[Name, ...] = ("more_than", "difference")
    for name in names:
        judged = judge(Assertion(name, (one, other)), e)
        assert judged.p is not None
        assert judged.p.value == pytest.approx(p)
        assert judged.verdict == ("beyond-chance" if p < 0.05 else "within-chance")
        assert judged.hedged == (p >= 0.05)


@pytest.mark.parametrize(
    ("one", "other", "e"),
    [
        pytest.param(of(), of(area="planning"), evidence(MOVED_DOWN), id="two areas"),
        pytest.param(of("primary"), of(grade="inadequate"), evidence(NOVEMBER), id="stage and grade"),
        pytest.param(of("primary", team="duty"), of(team="duty"), evidence(NOVEMBER, (0, 1, 4)), id="team"),
        pytest.param(of(), of(grade="inadequate"), evidence([(1, 0, 0), (0, 0, 0), (0, 0, 3)]), id="four"),
        pytest.param(of(team="duty"), of(), evidence(NOVEMBER, duty=(0, 2, 2)), id="four of a team"),
        pytest.param(of("primary"), of(), evidence([(0, 0, 0), (0, 0, 3), (0, 2, 2)], (0, 0, 0), (0, 0, 90)),
                     id="audits that no moderator graded make the difference"),
    ],
)  # fmt: skip
def test_what_has_none_is_hedged_whatever_the_figures(one: Of, other: Of, e: Evidence) -> None:
    judged = [judge(Assertion("difference", pair), e) for pair in ((one, other), (other, one))]
    for each in judged:
        assert (each.verdict, each.p) in (("within-chance", None), ("no-figures", None))
        assert each.hedged == each.true


def test_counts_are_tested_too_and_one_that_is_larger_while_its_share_is_not_is_never_beyond_chance() -> None:
    counts = [Of("count", "moderated", "good", team=team, month=MONTH) for team in ("all", "duty")]
    judged = judge(Assertion("more_than", tuple(counts)), evidence(MOVED_DOWN, duty=(0, 4, 1)))
    assert (judged.verdict, judged.other_way, judged.hedged) == ("counted", True, True)


@pytest.mark.parametrize(
    ("one", "other", "hedge", "note"),
    [
        (of(), of(grade="inadequate"), "2 of 8 and 1 of 8: chance could explain a difference like this",
         "Sign test of the audits with either grade, two-sided: p = 1.00."),
        (of("primary"), of(), "4 of 8 and 2 of 8: chance could explain a difference like this",
         "McNemar’s exact test of the audits that both graded, two-sided: p = 0.50."),
        (of("primary"), of(grade="inadequate"), "4 of 8 and 1 of 8: this is not tested, so it speaks of",
         "Not tested: there is no exact test for these two figures."),
    ],
)  # fmt: skip
def test_a_reader_finds_the_hedge_and_the_test(one: Of, other: Of, hedge: str, note: str) -> None:
    words, notes = page_of(Assertion("more_than", (one, other)), evidence(NOVEMBER))
    assert hedge in " ".join(said(words).split())
    assert note in " ".join(said(notes).replace("\xa0", " ").split())
