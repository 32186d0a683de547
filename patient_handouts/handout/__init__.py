"""The handout put together: where structure, words, facts and labels meet.

Looked into by engineers. It never imports page or pdf: a handout counts and says, and a page draws.
"""
