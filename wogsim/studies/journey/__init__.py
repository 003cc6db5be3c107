"""Journey: one citizen's way under every pattern."""
