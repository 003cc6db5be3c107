"""Comparison: the same citizens under several patterns, and who is told apart from whom."""
