"""The world: agencies and clearances after the count lever, opening hours, and the population that applies."""
