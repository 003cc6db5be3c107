"""Break-even: from which authority on a pattern is faster than one-roof."""
