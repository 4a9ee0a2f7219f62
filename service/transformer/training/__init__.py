"""The training: what a run is, how it goes on, and how it is watched."""
