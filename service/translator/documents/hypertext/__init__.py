"""HTML: its tokens, its blocks of text, and what its elements mean for them."""
