"""Measuring papers (公文测量): what stands on the pages of any PDF, and how far it is from GB/T 9704-2012.

``reader`` takes a PDF apart into plain values in millimetres; ``rows``, ``elements`` and ``grid`` name what is seen
there; ``standard`` holds every figure of the standard with its clause; ``judge`` compares. Only ``reader`` and its
parts know a library, and nothing here knows how our own papers are made: a paper is judged by what is on it.
"""
