"""Subtitles: their cues, what is said in them, and how a sentence is spread over several."""
