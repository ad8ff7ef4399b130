"""Claims that advertising law forbids or wants proof for, found in any text.

`checker.check` takes a text from anywhere and gives findings. It is pure, may be called on any
thread, and reads nothing but the word lists in `i18n/claims`, once for each process.
"""
