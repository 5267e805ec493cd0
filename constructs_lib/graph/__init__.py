"""The resource graph: what rules look at, whatever it was read from."""

from constructs_lib.graph.definition import Definition
from constructs_lib.graph.graph import Graph, View
from constructs_lib.graph.resource import Position, Resource, Template
from constructs_lib.graph.scenario import Scenario, TooManyScenarios, explore
from constructs_lib.graph.values import Import, Reference, Text, Undecided
from constructs_lib.graph.view import CannotDecide, ResourceView, Value, once

__all__ = [
    "CannotDecide", "Definition", "Graph", "Import", "Position", "Reference", "Resource", "ResourceView", "Scenario",
    "Template", "Text", "TooManyScenarios", "Undecided", "Value", "View", "explore", "once",
]  # fmt: skip
