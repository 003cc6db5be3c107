"""Numbers with a decimal comma: read where it can mean nothing else, refused by name where it can."""

import pytest

from wogsim.scenario.quantities import distribution, duration, load, own_rate, rate, share

SAME = [
    (rate, "12,5 per day", "12.5 per day"),
    (rate, " 12.5  Per  Day ", "12.5 per day"),
    (rate, "12\N{NO-BREAK SPACE}per\N{NO-BREAK SPACE}day", "12 per day"),
    (rate, "1234,567 per year", "1234.567 per year"),
    (own_rate, "2,5 times the need", "2.5 times the need"),
    (duration, "1,5 hours", "1.5 hours"),
    (duration, "0,125 working days", "0.125 working days"),
    (duration, "3\N{NO-BREAK SPACE}working\N{NO-BREAK SPACE}days", "3 working days"),
    (duration, "30 Min", "30 min"),
    (share, "12,5 %", "12.5 %"),
    (share, "0,9", 0.9),
    (share, "0.9", 0.9),
    (load, "load 0,7", "load 0.7"),
    (distribution, "12,5 min", "12.5 min"),
    (distribution, "exponential(12,5 min)", "exponential(12.5 min)"),
    (distribution, "lognormal(mean 1,5 hours, cv 0,5)", "lognormal(mean 1.5 hours, cv 0.5)"),
    (distribution, "triangular(1,5 min, 3 min, 9 min)", "triangular(1.5 min, 3 min, 9 min)"),
    (distribution, "triangular(1 min,3 min,9 min)", "triangular(1 min, 3 min, 9 min)"),
    (distribution, "mixture(0,3: 0 min, 0,7: gamma(1,5 min, 0,5))", "mixture(0.3: 0 min, 0.7: gamma(1.5 min, 0.5))"),
    (distribution, "empirical(1, 2, 5 min)", "empirical(1 min, 2 min, 5 min)"),
]


def meaning(found):
    """What was read, without how it was written."""
    return (
        [getattr(found, name) for name in ("seconds", "clock", "number", "per", "share", "family", "parameters")
         if hasattr(found, name)]
        + [meaning(part) for part in getattr(found, "parts", ())]
        or found
    )  # fmt: skip


@pytest.mark.parametrize(("read", "local", "usual"), SAME)
def test_what_is_unambiguous_is_read(read, local, usual):
    assert meaning(read(local)) == meaning(read(usual))


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (
            duration,
            "1,500 hours",
            "the comma of 1,500 may stand before decimals or between thousands; write 1.5 or 1500",
        ),
        (rate, "12,000 per year", "write 12 or 12000"),
        (share, "12,125 %", "write 12.125 or 12125"),
        (rate, "1.000.000 per year", "'1.000.000': thousands have no sign; write '1000000'"),
        (rate, "1 000 per year", "' ' cannot stand in 1 000"),
        (rate, "1'000 per year", "cannot stand in 1.000"),
        (rate, "\N{MINUS SIGN}4 per day", "'\N{MINUS SIGN}' cannot stand before it; expected a rate"),
        (duration, "-4 hours", "'-' cannot stand before it"),
        (distribution, "empirical(1,5 min)", "the comma of 1,5 may stand before decimals or between two entries"),
        (distribution, "empirical(1, 2,5, 4 min)", "the comma of 2,5"),
        (distribution, "uniform(1,5,9 min)", "the comma of 1,5 may"),
        (distribution, "lognormal(mean 5 min, cv 1,000)", "the comma of 1,000"),
    ],
)
def test_what_is_ambiguous_is_named(read, text, said):
    with pytest.raises(ValueError, match=said):
        read(text)
