"""Makes printable patient handouts from content files.

The flow is one way, one module for each station::

    strict_yaml, shape, load -> check -> assemble -> render -> typeset -> finish
"""

__version__ = "0.1.0"
