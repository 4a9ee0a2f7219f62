"""The two programs that run the model, behind one protocol."""
