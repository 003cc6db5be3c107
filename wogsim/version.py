"""Which wogsim this is, and which model: two models may differ in every result."""

__version__ = "0.1.0"
__model__ = "2e417723"  # what tests/whole/test_golden.py makes of the logs: another one means other results
