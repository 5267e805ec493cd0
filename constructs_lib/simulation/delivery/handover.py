"""A destination that is not simulated: records are handed over as the processors leave them."""

from __future__ import annotations

from constructs_lib.simulation.delivery.counts import Tally
from constructs_lib.simulation.delivery.item import Item
from constructs_lib.simulation.ports import Sink


class Handover:
    """Hands each record over at once; what a destination then does with it is its own."""

    def __init__(self, sink: Sink, tally: Tally) -> None:
        self._sink = sink
        self._tally = tally

    def add(self, item: Item, now: float) -> None:  # noqa: ARG002  nothing waits here
        """Hand a record over."""
        self._sink.take(item.data, item.source.arrival, item.function_table)
        self._tally.add(delivered=1)

    def write(self, now: float, *, everything: bool) -> int:  # noqa: ARG002
        """Write nothing: nothing is kept here."""
        return 0
