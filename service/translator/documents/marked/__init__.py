"""Text with markup in it: translated in whole sentences, the markup carried over to its words."""
