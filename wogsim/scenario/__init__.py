"""What a scenario file says: frozen, validated, a unit on every number, a source beside those that have one."""

from wogsim.scenario.described import Agency, Citizens, Clearance, Permit, World
from wogsim.scenario.file import Scenario
from wogsim.scenario.values import Title

__all__ = ["Agency", "Citizens", "Clearance", "Permit", "Scenario", "Title", "World"]
