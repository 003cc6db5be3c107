"""What a scenario file says: frozen, validated, a unit on every number, a source beside those that have one."""
