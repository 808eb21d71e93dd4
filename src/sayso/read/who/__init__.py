"""Who is who in an article, and whom each source means."""

from sayso.read.who.speakers import who

__all__ = ["who"]
