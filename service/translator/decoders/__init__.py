"""The two programs that run the model, behind one protocol; only the chosen one is imported."""
