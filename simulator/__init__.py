"""Stand in for DigitalOcean on one machine: its API, its name servers and its droplets."""
