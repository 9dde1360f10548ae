"""Back-ups of a running database, their verification, and the way back.

A back-up is one file: a manifest and a dump. It holds sealed values only in their sealed form, so
it is worth nothing without SECRET_KEY, which is kept apart from it.
"""
