"""Between replications: means, quantiles and differences with their uncertainty, how many runs, how long a warm-up.

Nothing here knows what is simulated: numbers in, numbers out. docs/output-analysis.md says which method is for what.
"""

from wogsim.output_analysis.intervals import LEVEL, Estimate, estimate

__all__ = ["LEVEL", "Estimate", "estimate"]
