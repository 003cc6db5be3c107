"""Which things a share is of: the first ones in an order, the others as in the file."""

from collections.abc import Iterable, Sequence


def first_share(keys: Sequence[str], share: float, order: Iterable[str]) -> set[str]:
    """As many as the share of all keys, rounded half up: those in `order`, then the others as they come."""
    ranked = [key for key in dict.fromkeys((*order, *keys)) if key in keys]
    return set(ranked[: int(share * len(keys) + 0.5 + 1e-9)])
