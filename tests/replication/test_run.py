"""A replication from draws to measures."""

from enum import EnumType

import pytest

from tests.places import TWO_AGENCIES
from wogsim.replication.prepare import prepare
from wogsim.replication.run import replicate
from wogsim.scenario.reading import load


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_no_ctrl_c_is_lost_in_a_comparison_with_an_enum(monkeypatch, engine):
    """Numpy asks what it is compared with for attributes and swallows what is raised meanwhile, a Ctrl-C too.

    An enum of Python 3.11 answers in Python code, in which signals are heard; so none is asked, anywhere on the way.
    """
    plan, heard = prepare(load(TWO_AGENCIES), engine), []

    def asked(enum, name):
        heard.append((enum, name))
        raise AttributeError(name)

    monkeypatch.setattr(EnumType, "__getattr__", asked, raising=False)
    replicate(plan, 1, [0])
    assert [(enum, name) for enum, name in heard if name.startswith("__array")] == []
