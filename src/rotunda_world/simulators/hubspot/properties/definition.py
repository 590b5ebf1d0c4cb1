"""What a property is: its name and type as the Properties API tells them, and its value for a record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rotunda_world.simulators.hubspot.portal import Portal

Json = dict[str, Any]

Value = Callable[[Portal, Any], str | None]
"""Takes the portal and a record of the property's kind."""

MADE_AT = "2019-08-06T02:41:08.029Z"


@dataclass(frozen=True, slots=True)
class Definition:
    """`type` as HubSpot names it: string, number, datetime, date, enumeration, bool. `options` are (label, value)."""

    name: str
    label: str
    type: str
    field_type: str
    group: str
    value: Value
    options: tuple[tuple[str, str], ...] = ()
    calculated: bool = False
    unique: bool = False
    custom: bool = False
    external_options: bool = False
    options_of: Callable[[Portal], tuple[tuple[str, str], ...]] | None = None

    @property
    def read_only(self) -> bool:
        """Whether its value cannot be written."""
        return self.calculated or self.name.startswith(("hs_v2_", "hs_object", "hs_num"))

    def options_for(self, portal: Portal) -> tuple[tuple[str, str], ...]:
        return self.options_of(portal) if self.options_of else self.options

    def body(self, portal: Portal) -> Json:
        """As the Properties API shows it."""
        options = self.options_for(portal)
        read_only = self.read_only
        return {
            "updatedAt": MADE_AT,
            "createdAt": MADE_AT,
            "name": self.name,
            "label": self.label,
            "type": self.type,
            "fieldType": self.field_type,
            "description": "",
            "groupName": self.group,
            "options": [_option(place, *option) for place, option in enumerate(options)],
            "displayOrder": -1,
            "calculated": self.calculated,
            "externalOptions": self.external_options,
            "archived": False,
            "hasUniqueValue": self.unique,
            "hidden": False,
            "hubspotDefined": not self.custom,
            "modificationMetadata": {
                "archivable": self.custom,
                "readOnlyDefinition": not self.custom,
                "readOnlyOptions": not self.custom,
                "readOnlyValue": read_only,
            },
            "formField": not read_only,
            "dataSensitivity": "non_sensitive",
        }


def _option(place: int, label: str, value: str) -> Json:
    return {"label": label, "value": value, "description": "", "displayOrder": place, "hidden": False}


@dataclass(frozen=True, slots=True)
class Group:
    """Makes the definitions of one property group."""

    name: str

    def text(self, name: str, label: str, value: Value, **more: Any) -> Definition:
        return Definition(name, label, "string", "text", self.name, value, **more)

    def long_text(self, name: str, label: str, value: Value) -> Definition:
        return Definition(name, label, "string", "textarea", self.name, value)

    def number(self, name: str, label: str, value: Value, *, calculated: bool = False) -> Definition:
        return Definition(name, label, "number", "number", self.name, value, calculated=calculated)

    def moment(self, name: str, label: str, value: Value, *, calculated: bool = False) -> Definition:
        return Definition(name, label, "datetime", "date", self.name, value, calculated=calculated)

    def truth(self, name: str, label: str, value: Value, *, calculated: bool = False) -> Definition:
        options = (("True", "true"), ("False", "false"))
        return Definition(
            name, label, "bool", "booleancheckbox", self.name, value, options=options, calculated=calculated
        )

    def choice(self, name: str, label: str, value: Value, options: Mapping[str, str], **more: Any) -> Definition:
        """`options`: value to label."""
        pairs = tuple((shown, kept) for kept, shown in options.items())
        return Definition(name, label, "enumeration", "select", self.name, value, options=pairs, **more)

    def choices(self, name: str, label: str, value: Value, options: Mapping[str, str]) -> Definition:
        """Several options at once, `;` between them."""
        pairs = tuple((shown, kept) for kept, shown in options.items())
        return Definition(name, label, "enumeration", "checkbox", self.name, value, options=pairs)

    def owner(self, value: Value) -> Definition:
        return Definition("hubspot_owner_id", "Owner", "enumeration", "select", self.name, value, external_options=True)


def nothing(_: Portal, __: Any) -> None:
    """A property that this portal does not fill."""
    return
