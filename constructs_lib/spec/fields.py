"""A keyword in one place: its form, and the properties that it decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from constructs_lib.spec.keywords import Form, Forms, mapping
from constructs_lib.spec.part import MADE, Settings, below, service_default
from constructs_lib.spec.units import BYTES, SHORT

Maker = Callable[[Forms], Form]


def nothing(_: Settings) -> Mapping[str, Any]:
    """Decide nothing."""
    return {}


@dataclass(frozen=True, kw_only=True)
class Field:
    """A keyword.

    Attributes:
        keyword: as it is written in a spec.
        form: makes its form.
        decide: gives property paths with their values, whether the keyword is written or not; `None` for none. Nothing
            unless given: where the constructs alone need the keyword, or another keyword decides with it.
        arguments: property path to the keyword below which a finding about it points.
    """

    keyword: str
    form: Maker
    decide: Callable[[Settings], Mapping[str, Any]] = nothing
    arguments: Mapping[str, str] = field(default_factory=dict)


def decides(keyword: str, property: str, form: Maker, default: Any = None) -> Field:
    """Make a keyword whose value is that of a property.

    Args:
        keyword: as it is written in a spec.
        property: its path.
        form: makes its form.
        default: of the constructs, in CloudFormation's own terms.
    """
    return Field(
        keyword=keyword,
        form=form,
        decide=lambda given: {property: given.get(keyword, default)},
        arguments={property: keyword},
    )


def seconds(keyword: str, property: str, fact: str, text: str = "") -> Field:
    """Make a keyword of a time that has a default of the service's own."""

    def form(forms: Forms) -> Form:
        return forms.quantity(SHORT, fact, f"{text} {service_default(fact)} s unless given.".lstrip())

    return Field(
        keyword=keyword,
        form=form,
        decide=lambda given: {property: given.amount(keyword, SHORT, service_default(fact))},
        arguments={property: keyword, property.partition(".")[0]: keyword},
    )


def size(keyword: str, property: str, fact: str, text: str) -> Field:
    """Make a keyword of a size that CloudFormation counts in bytes; the service's own unless given."""
    return Field(
        keyword=keyword,
        form=lambda forms: forms.quantity(BYTES, fact, text),
        decide=lambda given: {property: given.amount(keyword, BYTES)},
        arguments={property: keyword},
    )


def group(keyword: str, property: str, form: Maker, fields: Iterable[Field], made: Iterable[str] = ()) -> Field:
    """Make a keyword with keywords below it, which stands for a property with properties below it.

    Args:
        keyword: as it is written in a spec; without it there is no property.
        property: its path.
        form: makes its form.
        fields: below it.
        made: properties below it that the constructs make.
    """
    inner, own = tuple(fields), dict.fromkeys(made, MADE)

    def decide(given: Settings) -> dict[str, Any]:
        return {property: {**own, **configuration(inner, given.below(keyword))} if given.has(keyword) else None}

    return Field(
        keyword=keyword,
        form=form,
        decide=decide,
        arguments={property: keyword, **below(property, under(keyword, arguments(inner)))},
    )


def forms_of(fields: Iterable[Field], forms: Forms) -> dict[str, Form]:
    """Give keyword to form."""
    return {each.keyword: each.form(forms) for each in fields}


def mapping_of(fields: Iterable[Field], text: str, **rest: Iterable[str]) -> Maker:
    """Make the form of a mapping with these keywords; see `mapping` for the rest."""
    inner = tuple(fields)
    return lambda forms: mapping(forms_of(inner, forms), text, **rest)


def configuration(fields: Iterable[Field], given: Settings) -> dict[str, Any]:
    """Give what keywords decide, each property in its place."""
    found: dict[str, Any] = {}
    for each in fields:
        for path, value in each.decide(given).items():
            if value is not None:
                *way, last = path.split(".")
                node = found
                for step in way:
                    node = node.setdefault(step, {})
                node[last] = value
    return found


def arguments(fields: Iterable[Field]) -> dict[str, str]:
    """Give property path to keyword."""
    return {path: keyword for each in fields for path, keyword in each.arguments.items()}


def under(keyword: str, arguments: Mapping[str, str]) -> dict[str, str]:
    """Put keywords below another."""
    return {path: f"{keyword}.{argument}" for path, argument in arguments.items()}


def text_of(text: str, fact: str | None = None, pattern: str | None = None) -> Maker:
    """Make the form of a text."""
    return lambda forms: forms.text(text, fact, pattern)


def fixed(form: Form) -> Maker:
    """Make a form that has no bounds."""
    return lambda _: form
