"""Measures: what one replication's log means for citizens and for staff, and where the time went."""
