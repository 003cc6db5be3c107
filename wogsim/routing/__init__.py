"""Routing: the one place where a pattern turns into activities."""

from wogsim.routing.flow import layout
from wogsim.routing.route import route

__all__ = ["layout", "route"]
