"""The world's records in Zendesk's JSON. Pure: a record and the API's base address in, a dictionary out."""
