"""How far apart months lie."""


def months_between(earlier: str, later: str) -> int:
    """Calendar months from one YYYY-MM to another."""
    years, months = int(later[:4]) - int(earlier[:4]), int(later[5:]) - int(earlier[5:])
    return 12 * years + months
