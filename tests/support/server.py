"""Runs generate.py hundreds of times without starting Python anew: a process that has loaded the program forks.

Each run is a process of its own, with its own folder, environment, output and exit code, as if it had been started
from a shell; what `import` and the first page cost, more than a second, is paid once. Tests of how a program starts,
of its fonts and of what it leaves behind start Python themselves.
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any


class Server:
    """The other process, as the tests see it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parent.parent.parent,
        )
        atexit.register(self._process.kill)

    def run(
        self, arguments: list[str], root: Path, cwd: Path, environment: dict[str, str], given: str
    ) -> subprocess.CompletedProcess[str]:
        """Run generate.py of a project; `given` is what is typed in."""
        with tempfile.TemporaryDirectory(prefix="handouts-run-") as name:
            files = {stream: str(Path(name) / stream) for stream in ("stdin", "stdout", "stderr")}
            Path(files["stdin"]).write_text(given, "utf-8")
            order = {"arguments": arguments, "root": str(root), "cwd": str(cwd), "environment": environment, **files}
            assert self._process.stdin and self._process.stdout
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            code = int(self._process.stdout.readline())
            out, err = (Path(files[stream]).read_text("utf-8") for stream in ("stdout", "stderr"))
        return subprocess.CompletedProcess(["generate.py", *arguments], code, out, err)


@functools.cache
def server() -> Server:
    """The one of this test process."""
    return Server()


def main() -> None:
    """Wait for orders, and fork for each."""
    import patient_handouts  # in the other process alone

    for module in pkgutil.walk_packages(patient_handouts.__path__, "patient_handouts."):
        importlib.import_module(module.name)
    _set_a_first_page()
    gc.freeze()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            answers.close()
            _serve(order)
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()


FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Hebrew")
"""The fonts of all languages that tests print; a process that has set a page does not see any that come later."""


def _set_a_first_page() -> None:
    from patient_handouts.pdf.typeset import prepare, typeset

    prepare(FAMILIES)
    html = '<html lang="en"><head><title>x</title></head><body><h1>x ع ह ש</h1></body></html>'
    typeset(html, [f"html {{ font-family: {', '.join(map(json.dumps, FAMILIES))} }}"], FAMILIES, {})


def _serve(order: dict[str, Any]) -> None:
    """Be generate.py, to the end."""
    from patient_handouts.commands import console
    from patient_handouts.commands.main import main as command

    atexit._clear()  # what the other process cleans up is still needed by the next run
    os.chdir(order["cwd"])
    tempfile.tempdir = None  # it was found for the environment of the other process
    fonts = os.environ["FONTCONFIG_FILE"]
    os.environ.clear()
    os.environ.update(order["environment"] | {"FONTCONFIG_FILE": fonts})
    for number, (stream, flags) in enumerate(
        (("stdin", os.O_RDONLY), ("stdout", os.O_WRONLY | os.O_CREAT), ("stderr", os.O_WRONLY | os.O_CREAT))
    ):
        opened = os.open(order[stream], flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # the old one has read ahead
    sys.argv = ["generate.py", *order["arguments"]]
    console.ROOT = Path(order["root"])
    code: Any = 1
    try:
        command(prog_name="generate.py")
    except SystemExit as done:
        code = done.code
    except BaseException:  # as Python ends a program
        traceback.print_exc()
    if isinstance(code, str):
        print(code, file=sys.stderr)  # noqa: T201
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    main()
