"""What a person types.

A command parses, asks one station, and tells. Nothing imports this wing, and only it imports click.
"""
