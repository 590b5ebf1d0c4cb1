"""Properties of the kinds that this portal knows and has no records of."""

from rotunda_world.simulators.hubspot.properties.definition import Definition, Group, nothing
from rotunda_world.simulators.hubspot.properties.lists import titled

_TICKET = Group("ticketinformation")
_QUOTE = Group("quote")
_LINE_ITEM = Group("lineiteminformation")

TICKET: tuple[Definition, ...] = (
    _TICKET.text("subject", "Ticket name", nothing),
    _TICKET.long_text("content", "Ticket description", nothing),
    _TICKET.text("hs_pipeline", "Pipeline", nothing),
    _TICKET.text("hs_pipeline_stage", "Ticket status", nothing),
    _TICKET.choice("hs_ticket_priority", "Priority", nothing, titled("LOW", "MEDIUM", "HIGH", "URGENT")),
    _TICKET.text("hs_ticket_category", "Category", nothing),
    _TICKET.owner(nothing),
    _TICKET.moment("createdate", "Create date", nothing),
    _TICKET.moment("closed_date", "Close date", nothing),
    _TICKET.moment("hs_lastmodifieddate", "Last modified date", nothing),
    _TICKET.number("hs_object_id", "Record ID", nothing),
)

QUOTE: tuple[Definition, ...] = (
    _QUOTE.text("hs_title", "Quote title", nothing),
    _QUOTE.text("hs_status", "Quote status", nothing),
    _QUOTE.moment("hs_expiration_date", "Expiration date", nothing),
    _QUOTE.number("hs_quote_amount", "Quote amount", nothing),
    _QUOTE.text("hs_public_url_key", "Public URL key", nothing),
    _QUOTE.moment("hs_createdate", "Create date", nothing),
    _QUOTE.moment("hs_lastmodifieddate", "Last modified date", nothing),
    _QUOTE.number("hs_object_id", "Record ID", nothing),
)

LINE_ITEM: tuple[Definition, ...] = (
    _LINE_ITEM.text("name", "Name", nothing),
    _LINE_ITEM.number("quantity", "Quantity", nothing),
    _LINE_ITEM.number("price", "Unit price", nothing),
    _LINE_ITEM.number("amount", "Net price", nothing),
    _LINE_ITEM.text("hs_product_id", "Product ID", nothing),
    _LINE_ITEM.moment("createdate", "Create date", nothing),
    _LINE_ITEM.moment("hs_lastmodifieddate", "Last modified date", nothing),
    _LINE_ITEM.number("hs_object_id", "Record ID", nothing),
)
