"""Find the table of the Glue catalog that a schema names."""

from __future__ import annotations

from constructs_lib.graph import ResourceView, Value

TABLE, DATABASE = "AWS::Glue::Table", "AWS::Glue::Database"


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
