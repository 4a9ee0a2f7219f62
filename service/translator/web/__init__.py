"""What a visitor meets: the page, the interface for programs, the description of both."""
