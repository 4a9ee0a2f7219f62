"""Answer as DigitalOcean's API v2 does, for the part of it that is used here."""
