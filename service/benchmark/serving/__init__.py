"""Run the site here as it is run in the images: the same files, other ports, folders of its own."""
