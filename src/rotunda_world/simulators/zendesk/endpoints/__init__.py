"""The paths of the API, by resource."""
