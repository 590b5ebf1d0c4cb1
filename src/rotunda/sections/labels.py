"""Sensitivity labels: what kind of fact a field is. Roles name the labels that they may read.

Every section names the label that its fields carry by default; a field that is of another kind says so in its type:
`email: Annotated[str | None, PERSONAL]`. A nested struct takes the label of the field that holds it, unless one of its
own fields says otherwise; then a viewer needs both.
"""

from enum import StrEnum

import msgspec


class Label(StrEnum):
    """Each value is the name used in role definitions and in documents."""

    IDENTITY = "identity"
    COMMERCIAL = "commercial"
    CONTRACT = "contract"
    SUPPORT = "support"
    USAGE = "usage"
    CS_PRIVATE = "cs_private"
    COMMUNICATION = "communication"
    FINANCE = "finance"
    PERSONAL = "personal"


def _labelled(label: Label) -> msgspec.Meta:
    return msgspec.Meta(extra={"label": label})


IDENTITY = _labelled(Label.IDENTITY)
COMMERCIAL = _labelled(Label.COMMERCIAL)
CONTRACT = _labelled(Label.CONTRACT)
SUPPORT = _labelled(Label.SUPPORT)
USAGE = _labelled(Label.USAGE)
CS_PRIVATE = _labelled(Label.CS_PRIVATE)
COMMUNICATION = _labelled(Label.COMMUNICATION)
FINANCE = _labelled(Label.FINANCE)
PERSONAL = _labelled(Label.PERSONAL)
