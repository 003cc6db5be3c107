"""Who works where under a pattern: pools, their people and donors, and the loads that pilot applicants bring."""
