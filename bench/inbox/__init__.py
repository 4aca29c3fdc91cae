"""How inbox, search and badges answer at a thousand, a hundred thousand and a million open tasks (make bench-inbox)."""
