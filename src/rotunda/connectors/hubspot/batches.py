"""HubSpot's batch requests, and how programs read through them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from rotunda.connector_kit.paging import AfterCursor
from rotunda.connector_kit.requests import Payload, Program, Request
from rotunda.connectors.hubspot.manifest import VERSION
from rotunda.connectors.hubspot.mapping.record import Associations, Record, read_associations, read_records

BATCH = 100
"""The most records of one batch read."""

_MOST_ROUNDS = 10
"""Pages of one record's associations. HubSpot gives hundreds on each."""

OWNERS = Request(
    path=f"/crm/owners/{VERSION}",
    query=(("limit", "100"),),
    paging=AfterCursor(),
    max_pages=100,
    reusable_for=timedelta(hours=1),
)
FORMER_OWNERS = msgspec.structs.replace(OWNERS, query=(("limit", "100"), ("archived", "true")))
"""They still own old deals and calls."""


def inputs_of(ids: Iterable[str]) -> list[dict[str, str]]:
    """How batch requests write whom they ask for."""
    return [{"id": each} for each in ids]


def batch_request(kind: str, ids: Iterable[str], properties: Sequence[str], id_property: str | None = None) -> Request:
    """Up to 100 records by id, or by another property with unique values. Unknown ones are left out of the answer."""
    body: dict[str, Any] = {
        "inputs": inputs_of(ids),
        "properties": list(properties),
        "propertiesWithHistory": [],
    }
    if id_property:
        body["idProperty"] = id_property
    return Request(method="POST", path=f"/crm/objects/{VERSION}/{kind}/batch/read", body=body)


def association_request(start: str, end: str, inputs: Sequence[Mapping[str, str]]) -> Request:
    """Up to 1,000 records' associations to records of another type."""
    path = f"/crm/associations/{VERSION}/{start}/{end}/batch/read"
    return Request(method="POST", path=path, body={"inputs": list(inputs)})


def associated(companies: Sequence[str], kinds: Iterable[str]) -> Program[dict[str, Associations]]:
    """All that the companies are associated with, by kind."""
    return (yield from go_on(companies, {kind: Associations([], inputs_of(companies)) for kind in kinds}))


def go_on(companies: Sequence[str], begun: Mapping[str, Associations]) -> Program[dict[str, Associations]]:
    """Reads on where associations of the companies, by kind, have more pages."""
    found = dict(begun)
    for _ in range(_MOST_ROUNDS):
        unfinished = [kind for kind in found if found[kind].following]
        if not unfinished:
            break
        payloads = yield [association_request("companies", kind, found[kind].following) for kind in unfinished]
        for kind, payload in zip(unfinished, payloads, strict=True):
            page = read_associations(payload, companies, f"companies to {kind}")
            found[kind] = Associations([*found[kind].pairs, *page.pairs], page.following)
    return found


Asked = tuple[Sequence[str], Sequence[str]]
"""Which ids, which properties."""


def read_batches(
    wanted: Mapping[str, Asked], also: Sequence[Request] = ()
) -> Program[tuple[dict[str, dict[str, Record]], Sequence[Payload]]]:
    """The records of all kinds in one round, by id; `also` is asked in the same round."""
    requests = [
        (kind, batch_request(kind, chunk, properties))
        for kind, (ids, properties) in wanted.items()
        for chunk in _chunks(ids)
    ]
    if not requests and not also:
        return {kind: {} for kind in wanted}, ()
    payloads = yield [*(request for _, request in requests), *also]
    by_kind = {
        kind: [payload for (asked, _), payload in zip(requests, payloads, strict=False) if asked == kind]
        for kind in wanted
    }
    found = {kind: read_records(by_kind[kind], ids, kind) for kind, (ids, _) in wanted.items()}
    return found, payloads[len(requests) :]


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
