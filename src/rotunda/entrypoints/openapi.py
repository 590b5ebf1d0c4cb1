"""The OpenAPI document, with the sections' view models: the page's `data` is typed per section."""

from threading import Lock
from typing import Any

import msgspec
from litestar import Litestar, MediaType, Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import OpenAPI, Schema

from rotunda.access.permission import Permission
from rotunda.view.document import StreamDone, StreamHead, StreamSection
from rotunda.view.page.plan import House

_STREAMED = (StreamHead, StreamSection, StreamDone)


def document_of(app: Litestar, house: House) -> dict[str, Any]:
    """The whole document. Making it takes some tenths of a second."""
    document = app.openapi_schema
    _add_section_models(document, house)
    return document.to_schema()


def _add_section_models(document: OpenAPI, house: House) -> None:
    """Puts each section's view under `components.schemas` as `<Name>View`, with everything that it refers to, and what
    the stream sends.
    """
    models = [section.view for section in house.sections.values()]
    _, components = msgspec.json.schema_components([*models, *_STREAMED], ref_template="#/components/schemas/{name}")
    schemas = document.components.schemas
    for name, schema in components.items():
        schemas.setdefault(name, _Verbatim(schema))


class _Verbatim(Schema):
    """A schema that is already in its final form."""

    def __init__(self, schema: dict[str, Any]) -> None:
        super().__init__()
        self._schema = schema

    def to_schema(self) -> dict[str, Any]:
        return self._schema


def openapi_route(house: House) -> HTTPRouteHandler:
    """The document at its stable address, made when it is first asked for: no start and no page waits for it."""
    made: list[bytes] = []
    making = Lock()

    @get(
        "/api/v1/openapi.json",
        opt={"permission": Permission.PUBLIC},
        include_in_schema=False,
        sync_to_thread=True,
    )
    def openapi(request: Request[Any, Any, Any]) -> Response[bytes]:
        with making:
            if not made:
                made.append(msgspec.json.encode(document_of(request.app, house)))
        return Response(made[0], media_type=MediaType.JSON)

    return openapi
