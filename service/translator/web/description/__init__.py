"""The description of the JSON interface, and the page on which to try it."""
