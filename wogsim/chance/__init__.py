"""Chance: distributions of random variates, and the named streams that all luck comes from."""
