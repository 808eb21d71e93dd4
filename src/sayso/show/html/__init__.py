"""Ledgers -> one HTML file that needs nothing else: no network, no other file, no program but a browser."""

from sayso.show.html.page import ledgers_html

__all__ = ["ledgers_html"]
