"""What is written for the engines that serve a model."""
