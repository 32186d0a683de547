"""From HTML to a finished PDF, and nothing of handouts.

Looked into by whoever changes the typesetting or its limits. The only wing that imports WeasyPrint. It never imports
content, handout or page: it could set any accessible page.
"""
