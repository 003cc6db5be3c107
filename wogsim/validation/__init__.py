"""The model against queueing theory and published changes, and theory against published figures of offices.

`offices` makes a scenario of a textbook's queue, `experiments` says what is run and what theory expects of it,
`restaurant` does so for the shipped scenario, `published` for figures of real offices, `evidence`
holds what was published before and after a change and `beside` the worlds that stand for it; `run` runs them all.
"""

from wogsim.validation.run import Validation, validate

__all__ = ["Validation", "validate"]
