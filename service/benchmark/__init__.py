"""Measure the service: its engine beside others, the whole site under load, and what it needs."""
