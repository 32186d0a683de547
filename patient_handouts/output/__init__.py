"""From an order to finished files in a folder.

Looked into by engineers. It never imports review or clinic: scores and profiles decide nothing about a build.
"""
