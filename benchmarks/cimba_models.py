"""The two networks of `benchmarks.common` as models of Cimba's Python package: stores between processes."""

import cimba as cb
from cimba import inputs

from benchmarks.common import SINGLE, TANDEM


class Single(cb.Model):
    customers: cb.Param[int] = 1
    between: cb.Input[float] = inputs.dist.exponential(mean=SINGLE[0])
    service: cb.Input[float] = inputs.dist.exponential(mean=SINGLE[1][0][0])
    queue: cb.Store[float]
    total: float = 0.0
    mean: cb.Output[float]

    @cb.process
    def arrivals(self):
        for _ in range(self.customers):
            cb.hold(self.between.next())
            self.queue.put(cb.now())

    @cb.process
    def server(self):
        while True:
            came = self.queue.get()
            cb.hold(self.service.next())
            self.total += cb.now() - came

    @cb.on_end
    def measure(self):
        self.mean = self.total / self.customers


class Tandem(cb.Model):
    customers: cb.Param[int] = 1
    between: cb.Input[float] = inputs.dist.exponential(mean=TANDEM[0])
    first_service: cb.Input[float] = inputs.dist.exponential(mean=TANDEM[1][0][0])
    second_service: cb.Input[float] = inputs.dist.exponential(mean=TANDEM[1][1][0])
    third_service: cb.Input[float] = inputs.dist.exponential(mean=TANDEM[1][2][0])
    first_queue: cb.Store[float]
    second_queue: cb.Store[float]
    third_queue: cb.Store[float]
    total: float = 0.0
    mean: cb.Output[float]

    @cb.process
    def arrivals(self):
        for _ in range(self.customers):
            cb.hold(self.between.next())
            self.first_queue.put(cb.now())

    @cb.process(copies=2)
    def first(self):
        while True:
            came = self.first_queue.get()
            cb.hold(self.first_service.next())
            self.second_queue.put(came)

    @cb.process(copies=3)
    def second(self):
        while True:
            came = self.second_queue.get()
            cb.hold(self.second_service.next())
            self.third_queue.put(came)

    @cb.process(copies=2)
    def third(self):
        while True:
            came = self.third_queue.get()
            cb.hold(self.third_service.next())
            self.total += cb.now() - came

    @cb.on_end
    def measure(self):
        self.mean = self.total / self.customers
