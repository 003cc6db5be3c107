"""Replications: every pattern with the same citizens, from draws to measures; and how much room they take."""
