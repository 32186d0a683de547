"""What a reviewer needs: where each sentence comes from, the scores, and the pack.

Looked into by reviewers. Nothing below knows it.
"""
