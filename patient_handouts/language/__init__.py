"""The rules of plain and honest wording.

Looked into by authors, for what complained. A rule yields findings; it never imports check, which makes them problems.
"""
