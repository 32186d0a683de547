"""The content files as values, and reading them into a Library.

One module for each kind of file. Looked into by authors: `blocks` says what each kind of block needs. It never
imports language, check, handout or anything above, and it never writes a file.
"""
