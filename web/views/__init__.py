"""Views: parse, call, render; nothing is decided here."""
