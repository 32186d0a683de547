"""Loads WeasyPrint: the slowest step of one handout, and so the first, in a process of its own."""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from typing import Any

from patient_handouts import upstream
from patient_handouts.problems import MachineError

KNOWN_WEASYPRINT = "70.0"

_INSTALL = {
    "linux": "On Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
    "On Fedora: dnf install pango harfbuzz.",
    "darwin": "On macOS with Homebrew: brew install pango.",
    "win32": "On Windows: install MSYS2, then in its shell: pacman -S mingw-w64-ucrt-x86_64-pango.",
}


def make_ready() -> None:
    """Load all that setting pages needs, and no fonts yet."""
    load_weasyprint()
    import patient_handouts.press  # noqa: F401


def load_weasyprint() -> Any:
    """WeasyPrint, of the version that this program completes; it looks for fonts only when it sets a page.

    :raises MachineError: if it, or a library that it needs, is not there.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint
            from weasyprint.text import ffi
    except OSError as error:
        advice = _INSTALL.get(sys.platform, _INSTALL["linux"])
        raise MachineError(f"A library that sets the pages is missing: Pango. {advice}") from error
    if weasyprint.__version__ != KNOWN_WEASYPRINT:
        # finish.py completes what this very version writes, and reaches into it to do so
        raise MachineError(f"WeasyPrint {weasyprint.__version__} is installed, but {KNOWN_WEASYPRINT} is needed.")
    if ffi.harfbuzz_subset is None:
        # Without it fonts are cut down by another program, slowly and not always to the same bytes.
        advice = _INSTALL.get(sys.platform, _INSTALL["linux"])
        raise MachineError(f"A library that embeds fonts is missing: harfbuzz-subset. {advice}")
    upstream.mend()
    return weasyprint
