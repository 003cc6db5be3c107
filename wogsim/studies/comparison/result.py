"""What `wogsim.compare` returns: numbers, and at hand all that is made from them."""

from wogsim.studies.comparison import differences as paired
from wogsim.studies.comparison import settling as settled
from wogsim.studies.comparison import strengths as judged_by
from wogsim.studies.comparison import tables, words
from wogsim.studies.comparison import verdict as judged
from wogsim.studies.comparison.numbers import Numbers
from wogsim.studies.comparison.overloads import overloads
from wogsim.studies.shown import chart, page


class Comparison(Numbers):
    """The same citizens under several patterns; numbers first, then tables, words and figures made from them."""

    table = tables.comparison_table
    by_kind = tables.kinds_table
    by_permit = tables.permits_table
    by_week = tables.weeks_table
    quantiles = tables.quantiles_table
    differences = paired.differences_table
    variance_reduction = paired.variance_reduction_table
    strengths = judged_by.strengths_table
    verdict = judged.verdict
    settling = settled.settling
    report = page("write", "Write one HTML page with everything.")
    workbook = page("write_workbook", "Write a workbook with the tables.")

    warm_up = chart("warm_up", "How long the sojourn time takes to settle after the empty start.")
    waiting_times = chart("waiting_times", "How long citizens wait at counters under each pattern.")
    counters_visited = chart("counters_visited", "How many counters citizens stand at, and how often they go out.")
    time_anatomy = chart("time_anatomy", "Where the time goes under each pattern.")
    waiting_distribution = chart("waiting_distribution", "How many citizens wait how long at counters.")
    permits_in_hand = chart("permits_in_hand", "How many citizens have their permit by when under each pattern.")
    equity = chart("equity", "How kinds of citizens fare under each pattern.")
    busy_hours = chart("busy_hours", "How busy pools are at each hour of the day under each pattern.")
    cases_in_progress = chart("cases_in_progress", "How many cases are in progress, day by day, under each pattern.")

    def warnings(self) -> list[str]:
        """What a reader should know before trusting the numbers, in the language in use."""
        return [*words.staffed(self), *overloads(self), *words.stragglers(self), *settled.warnings(self)]
