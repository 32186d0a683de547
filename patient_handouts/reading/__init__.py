"""A text file becomes values that know where they stand.

Looked into by whoever wonders what a YAML file may hold and how a mistake in it is told. The only wing that opens
YAML. It never imports content: it knows no leaflet.
"""
