"""The same two queueing networks in other packages, each program written the way its own documentation writes them.

Every program takes a number of customers and a seed, draws as it goes, and returns the mean time in the system, so
that it can be seen that all of them simulate the same thing. A program that is not installed is left out.
"""

import random
from importlib.util import find_spec

from benchmarks.common import SINGLE


def simpy_program(network, customers, seed):
    """SimPy: a process per customer, a Resource per station, as in its tutorial on shared resources."""
    import simpy

    between, stations = network
    random.seed(seed)
    stays = []

    def customer(env, line):
        came = env.now
        for resource, mean in line:
            with resource.request() as request:
                yield request
                yield env.timeout(random.expovariate(1 / mean))
        stays.append(env.now - came)

    def source(env, line):
        for _ in range(customers):
            yield env.timeout(random.expovariate(1 / between))
            env.process(customer(env, line))

    env = simpy.Environment()
    line = [(simpy.Resource(env, capacity=servers), mean) for mean, servers in stations]
    env.process(source(env, line))
    env.run()
    return sum(stays) / len(stays)


def ciw_program(network, customers, seed):
    """Ciw: a network object, simulated until so many customers have finished; results from its records."""
    import ciw

    between, stations = network
    many = len(stations)
    described = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=1 / between)] + [None] * (many - 1),
        service_distributions=[ciw.dists.Exponential(rate=1 / mean) for mean, _servers in stations],
        number_of_servers=[servers for _mean, servers in stations],
        routing=[[1.0 if to == at + 1 else 0.0 for to in range(many)] for at in range(many)],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(described)
    simulation.simulate_until_max_customers(customers)
    records = simulation.get_all_records()
    return many * sum(record.exit_date - record.arrival_date for record in records) / len(records)


def salabim_program(network, customers, seed):
    """Salabim: a Component per customer, a Resource per station, a Monitor for results, as in its bank examples."""
    import salabim as sim

    sim.yieldless(False)
    between, stations = network

    class Source(sim.Component):
        def process(self):
            for _ in range(customers):
                yield self.hold(sim.Exponential(between).sample())
                Customer()

    class Customer(sim.Component):
        def process(self):
            for clerks, service in line:
                yield self.request(clerks)
                yield self.hold(service.sample())
                self.release()
            stays.tally(env.now() - self.creation_time())

    env = sim.Environment(trace=False, random_seed=seed)
    line = [
        (sim.Resource(f"clerks {k}", capacity=servers), sim.Exponential(mean))
        for k, (mean, servers) in enumerate(stations)
    ]
    stays = sim.Monitor("stays")
    Source()
    env.run()
    return stays.mean()


def cimba_program(network, customers, seed):
    """Cimba's Python package: stores of arrival times between the processes of servers, as in its tutorial."""
    import cimba as cb

    from benchmarks.cimba_models import Single, Tandem

    model = Single() if network == SINGLE else Tandem()
    model.customers = customers
    window = cb.Window.until_idle()
    results = cb.Experiment(model, replications=1, window=window, seed=seed).run(workers=1)
    return float(results[model].mean.values[0, 0])


SLOW = {
    name: program
    for name, module, program in [
        ("SimPy, plainest program", "simpy", simpy_program),
        ("Ciw", "ciw", ciw_program),
        ("salabim", "salabim", salabim_program),
    ]
    if find_spec(module)
}
FAST = {"Cimba (Python package)": cimba_program} if find_spec("cimba") else {}
