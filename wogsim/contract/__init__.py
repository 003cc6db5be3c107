"""What routing and engines agree on: opening hours, cases with their activities and pools, the log of attempts."""
