"""Sweep: a comparison at every point of a grid. Other studies that evaluate points build on it."""
