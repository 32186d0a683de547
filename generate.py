#!/usr/bin/env python3
"""Makes printable patient handouts. What it can do: python generate.py --help."""

import sys

try:
    from patient_handouts.commands.main import main
except ModuleNotFoundError as missing:
    sys.exit(
        f"The Python package “{missing.name}” is not installed. Run “make handouts”, or see “Set up” in README.md."
    )

if __name__ == "__main__":
    main()
