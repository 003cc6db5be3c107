"""The same citizens at every degree of working together, or under each of the four ways, kept as a sweep is."""

import json
from typing import Any

from wogsim.scenario.coordination import DEGREES, LENT, ROW, WAYS, Forms, alone
from wogsim.scenario.presets import Point
from wogsim.scenario.reading import Loaded
from wogsim.scenario.settings import asked, refuse_unloaded
from wogsim.studies.continuum.files import write
from wogsim.studies.continuum.lending import lent
from wogsim.studies.continuum.result import Continuum
from wogsim.studies.sweep.evaluation import evaluate, impossible
from wogsim.studies.sweep.kept import Listener, Work, identity, refuse_too_many_cells


def continuum(loaded: Loaded, *, ways: bool = False, **asking: Any) -> Continuum:
    """The same citizens at every degree of working together, or under each way of whole-of-government.

    Those that change nothing are one world, run once: they are equal, not merely alike.

    Parameters
    ----------
    loaded : what `wogsim.load` returned
    ways : the four ways, each beside each agency by itself, instead of the nine degrees
    **asking : agencies, agencies_mode, preset, replications, seed, settings: see `wogsim.scenario.settings.asked`.
        engine, jobs, executor, out, fresh, progress: see `wogsim.studies.sweep.kept.Work`

    Raises
    ------
    BadInput
        When a value makes no sense, none of them can be run, the scenario has a row of the continuum's name, or the
        store is in use, of another question or cannot be written.
    """
    refuse_unloaded(loaded)
    work = Work.taken_from(asking)
    base = asked(alone(loaded), patterns=[ROW], **asking)
    forms = WAYS if ways else DEGREES
    told = [json.dumps(point) for point in points_of(base, forms)]
    distinct = list(dict.fromkeys(told))
    points, replications = [json.loads(text) for text in distinct], base.scenario.run.replications
    refuse_too_many_cells(len(points), replications)
    refused = impossible(base, points)
    if len(refused) == len(points):
        raise refused[0]
    question = identity(base) | {"--coordination": distinct}
    heard = Listener(work.progress, lambda _news: "")
    with work.store(f"{forms.key}.sqlite", question, (ROW,), ()) as store:
        with work.workers(len(points) * replications) as chosen:
            found = evaluate(
                base, points, executor=chosen, engine=work.engine, store=store, refused=refused, heard=heard, whole=True
            )
        if len(found.refused) == len(points):
            raise found.refused[0]
        world = [distinct.index(text) for text in told]
        refusals = {number: str(found.refused[at]) for number, at in enumerate(world) if at in found.refused}
        chosen_points = tuple(points[at] for at in world)
        result = Continuum(base, found.values[world], refusals, asking.get("preset"), forms, chosen_points)
        if work.directory:
            write(result, work.directory)
    return result


def points_of(base: Loaded, forms: Forms) -> list[Point]:
    """The values of each form. Where ways are compared, people are lent to the task force and to nobody else."""
    kept = base.scenario.levers.secondments and any(form.lends for form in forms.each)
    nobody: Point = {LENT: []} if kept else {}
    settings = [forms.settings(number) for number in range(len(forms.each))]
    return [point | (lent(base) if form.lends else nobody) for form, point in zip(forms.each, settings, strict=True)]
