"""Find the table of the Glue catalog that a schema names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from constructs_lib.graph import Graph, Resource, ResourceView, Value
from constructs_lib.policy.reading.indexes import indexed

TABLE, DATABASE = "AWS::Glue::Table", "AWS::Glue::Database"
Written = Mapping[tuple[str, str] | None, Sequence[Resource]]


def tables_meant(schema: Value) -> Iterator[ResourceView]:
    """Find the tables of the app that a schema is certainly that of."""
    view, database, name = schema.owner.view, written(schema["DatabaseName"]), written(schema["TableName"])
    if database is None or name is None:
        near = view.graph.types.get(TABLE, ())
    else:
        listed = by_written_names(view.graph)
        near = [*listed.get((database, name), ()), *listed.get(None, ())]
    for resource in near:
        if view.includes(resource) and is_meant(schema, table := view.of(resource)):
            yield table


def written(name: Value) -> str | None:
    """Give a name that is written out."""
    return None if name.undecided or name.reference is not None else name.text


@indexed
def by_written_names(graph: Graph) -> Written:
    """List tables by the names of database and table; `None` where one is put together, chosen or made up."""
    found: dict[tuple[str, str] | None, list[Resource]] = defaultdict(list)
    for table in graph.types.get(TABLE, ()):
        given = table.properties.get("TableInput")
        match table.properties.get("DatabaseName"), given.get("Name") if isinstance(given, Mapping) else None:
            case str(database), str(name):
                found[database, name].append(table)
            case _:
                found[None].append(table)
    return found


def is_meant(schema: Value, table: ResourceView) -> bool:
    """Tell whether a schema is certainly that of a table."""
    return same(schema["TableName"], table["TableInput.Name"], table) and (
        same(schema["DatabaseName"], table["DatabaseName"], None)
    )


def same(named: Value, name: Value, itself: ResourceView | None) -> bool:
    """Tell whether two values are the same name: as text, or as a reference to the same resource."""
    if named.reference is not None:
        target = named.owner.view.find(named.owner.resource.template, named.reference.target)
        if itself is not None and itself.same(target):
            return True
        if name.reference is not None:
            return name.reference.target == named.reference.target
        if target is None or target.type != DATABASE or name.undecided:
            return False
        given = target["DatabaseInput.Name"]
        return not given.undecided and given.exists and given.text == name.text
    return named.exists and not named.undecided and not name.undecided and named.text == name.text
