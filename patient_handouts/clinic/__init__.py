"""A clinic's profile and logo: files from strangers, which are checked before anything uses them.

Looked into by whoever adds a field to the profile. It never imports handout or page.
"""
