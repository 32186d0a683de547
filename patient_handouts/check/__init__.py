"""Checks whether the content fits together.

Looked into by authors, and by translators for what a translation is compared by. It never imports handout, page or
pdf: checking needs no page, and none of the libraries that set one.
"""
