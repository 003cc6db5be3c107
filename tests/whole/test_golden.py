"""The same bytes on every machine: one small world with every feature on, run under all five patterns.

The hashes guard sameness, not truth: a number is compared with itself, between processors (CI repeats this with numpy's
vector extensions switched off), operating systems, engines and versions. When a change of the model is meant to change
what happens, renew them with `python -m tests.whole.test_golden`, `wogsim.__model__` too, and say in the changelog that
results change.
"""

import hashlib

import numpy as np
import pytest

import wogsim
from wogsim.contract.log import COLUMNS
from wogsim.patterns import PATTERNS
from wogsim.replication.prepare import prepare
from wogsim.replication.run import one_pattern
from wogsim.scenario.reading import Loaded, from_tree
from wogsim.studies.comparison.run import compare

GOLDEN = {
    "technical-functional": "eef76adf3d40708d5e8b25f3dbb1858aa87d15f7112c33834e496de95b8b96f9",
    "one-roof": "bc42369c0c426896378f416b1b34e9afc2a35cde4f6bc02553b735b880bf5c8f",
    "one-door": "50657684860f0d40e2610c6e5afab46d45915cc608d158a2661f230cc52508e9",
    "centralized": "098695e6a8a316d9d1d0ed27e65b6b80ef8e9efc8d97bf9b34e3d46a0ce55f4d",
    "electronic": "013567253ecfb8862fd4c0b77e807869a74d8f3cba5ff682c7823f59a871dfba",
}
SEED = 1
TITLE = {"en": "Golden", "id": "Emas"}
OFFICE = "08:00-12:00, 13:00-16:00"


def golden_world() -> Loaded:
    """Every family of distributions and every feature, a few weeks long."""
    agencies = {
        "a": {
            "counters": 4,
            "intake": "lognormal(mean 12 min, cv 0.8)",
            "present": {"08:00-09:00": 0.5},
            "wrong_door": 0.2,
            "connected": True,
            "signature": "exponential(1 working day)",
        },
        "b": {"counters": 3, "intake": "gamma(mean 15 min, cv 0.5)", "wrong_door": 0.3, "signed_on": "decision-day"},
        "c": {
            "counters": 3,
            "intake": "uniform(5 min, 20 min)",
            "hours": "always",
            "connected": True,
            "back_office": "with the counters",
        },
    }
    clearances = {
        "a0": {"agency": "a", "assessment": "exponential(40 min)", "own_cases": "9 per working day", "assessors": 2},
        "b0": {
            "agency": "b",
            "assessment": "gamma(mean 1 hour, cv 1.2)",
            "after": ["a0"],
            "papers_in": "after decisions",
            "assessors": 2,
            "inspectors": 2,
            "inspection": "lognormal(mean 2 hours, cv 0.3)",
            "deadline": "2 working days",
        },
        "a1": {"agency": "a", "assessment": "triangular(10 min, 30 min, 2 hours)", "after": ["b0"], "assessors": 2},
        "c0": {
            "agency": "c",
            "assessment": "lognormal(mean 3 hours, cv 1)",
            "assessors": 1,
            "inspectors": 3,
            "inspection": "1 hour",
            "own_cases": "4 per day",
            "not_grantable": ["automated"],
        },
    }
    return from_tree(
        {
            "title": TITLE,
            "about": TITLE,
            "world": {
                "start": "2026-01-05",
                "holidays": ["2026-01-16"],
                "hours": {
                    "office": dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), OFFICE)
                    | {"friday": "08:00-11:30, 13:30-16:00"},
                    "decision-day": {"tuesday": "09:00-10:00", "friday": "09:00-10:00"},
                },
                "notice": "next opening",
                "carry": {"letter": "gamma(mean 1 working day, cv 0.5)"},
                "working_days": "office",
                "standard": "10 working days",
                "citizens": {
                    "need": "6 per working day",
                    "by_hour": [0.2] * 8 + [2.0] * 10 + [1.0] * 6,
                    "by_weekday": [3, 2, 2, 2, 1, 0.5, 0.5],
                    "far_share": 0.2,
                    "vulnerable_share": 0.1,
                    "assisted_share": 0.3,
                    "vulnerable_first": True,
                    "patience": "exponential(8 hours)",
                },
                "travel": {
                    "home_to_office": "triangular(10 min, 25 min, 60 min)",
                    "home_to_centre": "gamma(mean 30 min, cv 0.4)",
                    "far_factor": 2.5,
                    "between_offices": "lognormal(mean 20 min, cv 0.3)",
                    "walk": "exponential(2 min)",
                },
                "papers": {
                    "detection": 0.9,
                    "detection_without_authority": 0.4,
                    "detection_online": 0.7,
                    "fix": "triangular(1 working day, 2 working days, 5 working days)",
                    "reintake": 0.5,
                    "reassessment": 0.6,
                },
                "front": {
                    "hours": "office",
                    "others": 0.3,
                    "send": "exponential(10 min)",
                    "chase": "gamma(mean 8 min, cv 0.7)",
                    "assemble": "9 min",
                    "online": 0.2,
                },
                "files": {
                    "between_buildings": "triangular(1 working day, 1 working day, 3 working days)",
                    "within_building": "exponential(2 hours)",
                    "digital": "1 min",
                    "own_cases_first": True,
                    "assignment": "triangular(1 hour, 3 hours, 9 hours)",
                    "signature": "lognormal(mean 0.5 working days, cv 0.5)",
                },
                "online": {
                    "form": "lognormal(mean 40 min, cv 0.5)",
                    "fall_out": 0.2,
                    "outage_every": "exponential(3 days)",
                    "outage_lasts": "gamma(mean 4 hours, cv 1)",
                },
                "inspection": {"journey": "exponential(45 min)", "team": 2, "team_donors": ["b0", "c0"]},
                "agencies": {
                    key: {"title": TITLE, "collection": "exponential(4 min)", "hours": "office"} | agency
                    for key, agency in agencies.items()
                },
                "clearances": {
                    key: {"title": TITLE, "incomplete": 0.3} | clearance for key, clearance in clearances.items()
                },
                "permits": {
                    "small": {"title": TITLE, "share": 0.4, "clearances": ["a0", "c0"]},
                    "large": {"title": TITLE, "share": 0.6},
                },
            },
            "levers": {
                "delegated": 0.5,
                "coordinating": 0.7,
                "automated": 0.6,
                "case_officers": 1,
                "cross_training": 0.5,
                "generalist_factor": 1.2,
                "redeploy": 0.5,
            },
            "run": {"warm_up": "1 week", "cohort": "2 weeks", "run_out": "1 week", "replications": 3, "seed": SEED},
        },
        "golden",
    )


def golden_hash(pattern: str) -> str:
    """SHA-256 of the log's columns, little-endian int64, one after the other."""
    prepared = prepare(golden_world().change({"levers.patterns": [pattern]}))
    (row, staff), digest = prepared.patterns[0], hashlib.sha256()
    _cases, log = one_pattern(prepared.world, row, staff, SEED, 0)
    for column in COLUMNS:
        digest.update(np.ascontiguousarray(getattr(log, column), dtype="<i8").tobytes())
    return digest.hexdigest()


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_log_has_the_same_bytes_everywhere(pattern):
    assert golden_hash(pattern) == GOLDEN[pattern]


def model() -> str:
    """A short name for a model with these logs."""
    return hashlib.sha256("".join(GOLDEN.values()).encode()).hexdigest()[:8]


def test_a_model_with_other_logs_has_another_name():
    """By which stored cells of another model are recognised."""
    assert wogsim.__model__ == model()


def test_the_number_of_processes_changes_nothing():
    one, two = (compare(golden_world(), jobs=jobs) for jobs in (1, 2))
    assert one.estimates == two.estimates
    assert repr(list(one.pools())) == repr(list(two.pools()))  # nan is not equal to itself
    for alone, shared in zip(one.outcomes, two.outcomes, strict=True):
        for a, b in zip(alone, shared, strict=True):
            assert a.values == b.values
            assert a.per_case.keys() == b.per_case.keys()
            assert all(np.array_equal(a.per_case[name], b.per_case[name]) for name in a.per_case)


if __name__ == "__main__":
    for key in PATTERNS:
        print(f'    "{key}": "{golden_hash(key)}",')
