"""What is known of the world's languages: tags, scripts, fonts, plurals, dates and words for a draft.

Looked into by whoever adds a language's fonts or digits. It never imports content.
"""
