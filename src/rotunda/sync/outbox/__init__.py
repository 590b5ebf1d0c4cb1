"""What teammates write here, on its way to the CRM that knows the customer: sent as jobs, each once."""
