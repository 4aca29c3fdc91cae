"""One regulation a file, strangers to one another; the catalogue finds them, nobody keeps a list."""
