"""Routing: the one place where a pattern turns into activities."""

from wogsim.routing.route import layout, route

__all__ = ["layout", "route"]
