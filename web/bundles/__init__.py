"""Bundles (移交包): many cases as one BagIt package with an index, the journal of each and a program that verifies it offline."""
