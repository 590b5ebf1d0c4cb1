"""One customer's page for one viewer: planned, read, merged, judged, redacted, and answered whole or as a stream."""
