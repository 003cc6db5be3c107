"""The commands about scenarios as files. What they print is made in `wogsim.cli.printed`."""

from typing import Any

from wogsim.cli.options import app, command, ready, with_options
from wogsim.language import mark

app.callback()(with_options(lambda _asked: None, "lang version"))


@command(mark("List the scenarios that come with wogsim."), "lang")
def scenarios(_asked: dict[str, Any]) -> None:
    """Print the shipped scenarios."""
    from wogsim.cli.printed import print_scenarios

    print_scenarios()


@command(mark("Validate a scenario file and explain it: what it needs, what rests on assumption."), "scenario lang")
def check(asked: dict[str, Any]) -> None:
    """Load a scenario, which validates it, and print what it needs and assumes."""
    from wogsim.cli.printed import print_check

    print_check(ready(asked)["loaded"])


@command(mark("Print a scenario with units and sources."), "scenario lang")
def show(asked: dict[str, Any]) -> None:
    """Load a scenario and print all of it."""
    from wogsim.cli.printed import print_scenario

    print_scenario(ready(asked)["loaded"])
