"""What is done to a text before and after the model sees it: cutting, keeping, mending."""
