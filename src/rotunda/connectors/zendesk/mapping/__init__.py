"""Zendesk's records as the section support and as the directory of customers. Pure: payloads in, models out."""
