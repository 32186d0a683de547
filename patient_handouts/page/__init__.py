"""How a handout looks, on paper and on a screen.

Looked into by designers, with templates/ and styles/. It never imports check or approval: what is printed was decided
before.
"""
