"""Run droplets as containers on the local Docker Engine."""
