"""Continuum: what each degree of working together buys."""
