"""Runs a trained model's graph node after node.

Rasa hands each run to Dask, which plans the graph anew, sorts it and starts from it a queue of
tasks: several times the work of the nodes themselves where these take a millisecond or two.
"""

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner

Step = tuple[str, GraphNode, tuple[str, ...]]


class StraightRunner(DaskGraphRunner):
    """A loaded graph whose order of nodes is worked out once for each set of targets."""

    @classmethod
    def over(cls, runner: DaskGraphRunner) -> "StraightRunner":
        """The same loaded nodes, run by us."""
        straight = cls.__new__(cls)
        straight.__dict__.update(vars(runner))
        straight._plans = {}
        return straight

    _plans: dict[tuple[str, ...], list[Step]]

    def components(self, kind: type) -> list[Any]:
        """The loaded components of a kind, in the order of the graph."""
        loaded = (node._component for node in self._instantiated_nodes.values())
        return [component for component in loaded if isinstance(component, kind)]

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """The outputs of `targets`; a node finds its inputs by the names of their nodes.

        Raises:
            GraphRunError: an input is missing, or a node broke.
        """
        wanted = tuple(targets or self._graph_schema.target_names)
        if wanted not in self._plans:
            self._plans[wanted] = self._plan(self._graph_schema.minimal_graph_schema(wanted))
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, node, needs in self._plans[wanted]:
                # A need that nobody provides goes as its bare name, which the node reports.
                done[name] = node(*(done.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return {name: done[name][1] for name in wanted}

    def _plan(self, schema: GraphSchema) -> list[Step]:
        """The nodes in an order in which each comes after those it needs."""
        order: dict[str, Step] = {}

        def place(name: str) -> None:
            if name in order or name not in schema.nodes:
                return
            needs = tuple(schema.nodes[name].needs.values())
            for need in needs:
                place(need)
            order[name] = (name, self._instantiated_nodes[name], needs)

        for name in schema.nodes:
            place(name)
        return list(order.values())
