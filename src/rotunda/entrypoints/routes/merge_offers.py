"""What merging would do, told where a value is another customer's."""

from collections.abc import Mapping
from typing import Any

from rotunda.access.viewer import Viewer
from rotunda.entrypoints.installation import Installation
from rotunda.entrypoints.routes.field_edits import MergeOffer
from rotunda.identity.fields.model import AppliesTo
from rotunda.identity.merging.model import Conflict, NotThere, Refused
from rotunda.view.fields.doors import CustomerLink
from rotunda.view.looking import Absent
from rotunda.view.merging import Wish


def merge_offer(installation: Installation, kind: AppliesTo) -> MergeOffer:
    async def offer(viewer: Viewer, customer_id: str, other: CustomerLink) -> Mapping[str, Any]:
        """The plan of the merge that makes both the other one; without it for whoever may not merge them."""
        path = {"merge": f"/api/v1/{kind.value}s/{customer_id}/merge"}
        try:
            wish = Wish(customer_id, other.id, None, {}, None, kind)
            planned = await installation.joining.merge(viewer, wish, dry_run=True)
        except (Absent, NotThere, Refused, Conflict):
            return path
        return {**path, "plan": planned.plan}

    return offer
