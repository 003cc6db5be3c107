"""The model against queueing theory, and theory against published figures of offices."""

from wogsim.validation.run import Compared, Validation, validate

__all__ = ["Compared", "Validation", "validate"]
