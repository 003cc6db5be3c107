"""What all charts share: colours that differ in grey, names that are wrapped and cut."""

from itertools import pairwise

import pytest

from tests.drawn import contrast, lightness
from wogsim.charts import style


class TestStyle:
    def test_patterns_differ_in_grey(self):
        light = sorted(lightness(colour) for colour in style.PATTERN_COLOURS.values())
        assert min(b - a for a, b in pairwise(light)) > 9

    def test_ink_is_read_on_every_part(self):
        for colour, _hatch in style.PART_COLOURS.values():
            assert contrast(colour, style.ink_on(colour)) > 4.5

    def test_a_pattern_keeps_its_colour(self):
        own = ["mall", "one-door", "hybrid"]
        assert style.colour_of("one-door", own) == style.PATTERN_COLOURS["one-door"]
        assert style.colour_of("hybrid", own) == style.OWN_COLOURS[1]

    def test_wrapping_loses_nothing(self):
        text = "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
        lines = style.wrapped(text, 16, 300)
        assert " ".join(lines) == text
        assert all(style.width_of(line, 16) <= 300 for line in lines)

    def test_a_number_stays_with_its_unit(self):
        text = "Not told apart: One-door (25 min), with intervals of 95 % each"
        for width in range(60, 500, 7):
            assert not any(line[-1].isdigit() for line in style.wrapped(text, 16, width))

    @pytest.mark.parametrize("mark", [" (b)", " (a) (b)", "-3", ""])
    def test_a_name_is_cut_before_the_mark_that_tells_it_from_its_namesakes(self, mark):
        name = "Public Works and Spatial Planning Office" + mark
        assert style.shortened(name, 12, 1000) == name
        short = style.shortened(name, 12, 200)
        assert short.endswith("…" + mark)
        assert style.width_of(short, 12) <= 200
        assert name.startswith(short.removesuffix("…" + mark))
        assert style.width_of(short.replace("…", "nni…"), 12) > 200
        lines = style.fitted(name, 12, 120, 2).split("\n")
        assert len(lines) == 2
        assert lines[1].endswith(mark)
        assert all(style.width_of(line, 12) <= 120 for line in lines)

    @pytest.mark.parametrize("width", [120, 180, 250])
    def test_names_that_would_be_cut_alike_are_cut_where_they_agree(self, width):
        office = "Public Works and Spatial Planning Office"
        names = [f"{office}, division of roads", f"{office}, division of buildings", office, "Health Office", office]
        for fit in (
            lambda name: style.shortened(name, 12, width),
            lambda name: style.fitted(name, 12, width, 2),
        ):
            short = style.distinct(names, fit)
            assert len(set(short)) == 4  # the same name reads the same
            assert short[2] == short[4]
            assert short[3] == "Health Office".replace(" ", "\n" if "\n" in short[3] else " ")
            assert all(style.width_of(line, 12) <= width for name in short for line in name.split("\n"))

    def test_what_tells_long_names_apart_stays(self):
        names = [f"Hall of public services with {what}" for what in ("letter-box", "counters")]
        assert style.broken(names, 14, 130, 2) == ["Hall of…\nletter-box", "Hall of…\ncounters"]
        assert style.broken(names, 14, 500, 2) == names

    def test_namesakes_by_the_end_are_numbered(self):
        """No cut shows what tells them apart: it is in the middle of a word that has no room."""
        names = ["A" * 40 + "b", "A" * 40 + "c"]
        short = style.distinct(names, lambda name: style.shortened(name, 12, 100))
        assert [name[:2] for name in short] == ["1:", "2:"]
