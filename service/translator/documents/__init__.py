"""Files of several kinds: their text is translated, their markup kept."""
