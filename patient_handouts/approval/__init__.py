"""Who approved exactly this text, and which edition it is.

Looked into by reviewers. `standing` never imports what writes.
"""
