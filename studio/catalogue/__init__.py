"""Catalogue files: what a supplier or a shop wrote becomes products, and products become a file.

Nothing here knows the store or the show. All of it is read and written in pieces, so a file of a
million rows needs no more memory than one of a hundred; what is read is hostile until proven
otherwise, so whoever can gives the reading a process of its own.
"""
