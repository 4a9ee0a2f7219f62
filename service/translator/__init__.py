"""The service: a page and a JSON interface in front of an engine, English to Spanish."""
