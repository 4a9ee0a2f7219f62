"""Train, evaluate and export a small Transformer that translates English into Spanish."""
