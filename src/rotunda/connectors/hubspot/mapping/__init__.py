"""HubSpot's records as parts of sections. Pure: payloads in, models out."""
