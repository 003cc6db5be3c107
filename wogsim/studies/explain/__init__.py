"""Explanation: which assumptions and which numbers make the difference between two patterns."""
