"""Measures how fast handouts are made, each time beside something else in the same run: make bench.

Cases alternate, so that a busy moment of the machine hits all of them. Of each, the median and the spread (the half of
the distance between the quartiles) are told, and the ratio of the medians. Memory is what a process and all that it
started hold together at one moment (PSS, which counts a shared page once), sampled every 10 ms.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import datetime
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from patient_handouts.content.names import HandoutName  # noqa: E402  # found by the line above
from patient_handouts.page.paper import page  # noqa: E402
from patient_handouts.pdf.page import Page  # noqa: E402
from patient_handouts.project import Project  # noqa: E402
from patient_handouts.snapshot import Snapshot  # noqa: E402

GENERATE = [sys.executable, str(ROOT / "generate.py")]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
MODULES = ROOT / "tests" / "web" / "node_modules"
ONE = ("build", "ms", "--locale", "en", "--format", "standard")
DAY = {"SOURCE_DATE_EPOCH": str(int(time.time()))}  # one and the same for all that a run compares


@dataclass(frozen=True)
class Measured:
    """The times of one case in seconds, and the most memory that it held, in megabytes."""

    seconds: tuple[float, ...]
    megabytes: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        if len(self.seconds) < 4:
            return (max(self.seconds) - min(self.seconds)) / 2
        quartiles = statistics.quantiles(self.seconds, n=4)
        return (quartiles[2] - quartiles[0]) / 2

    def __str__(self) -> str:
        return f"{self.median:.3f} s ± {self.spread:.3f}"


def side_by_side(times: int, **cases: Callable[[], float]) -> dict[str, Measured]:
    """Run cases in turns. Each gives its memory in megabytes, or 0 if it does not know."""
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    memory = dict.fromkeys(cases, 0.0)
    for case in cases.values():
        case()  # what only the first one of all pays: caches of the disk
    for _ in range(times):
        for name, case in cases.items():
            started = time.perf_counter()
            megabytes = case()
            seconds[name].append(time.perf_counter() - started)
            memory[name] = max(memory[name], megabytes)
    return {name: Measured(tuple(seconds[name]), memory[name]) for name in cases}


def compiled() -> None:
    """Have Python compile the program, as it does by itself at the first run, unless it is told not to."""
    compileall.compile_dir(ROOT / "patient_handouts", quiet=1)


def run(*command: str, cwd: Path = ROOT) -> float:
    """Run a command; its memory, with that of all that it started."""
    process = subprocess.Popen(
        command, cwd=cwd, env=os.environ | DAY, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    most, started = 0.0, time.perf_counter()
    while process.poll() is None:
        most = max(most, sum(pss(child) for child in family(process.pid)))
        time.sleep(min(0.01 + (time.perf_counter() - started) / 100, 0.5))  # to look takes time of those looked at
    assert process.returncode == 0, process.stderr.read().decode() if process.stderr else ""
    return most


def family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def pss(pid: int) -> float:
    """The proportional set size of a process, in megabytes."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def table(rows: list[tuple[str, ...]]) -> None:
    """Print rows of a Markdown table; the first is its head."""
    head, *rest = rows
    for row in (head, tuple("---" for _ in head), *rest):
        print("| " + " | ".join(row) + " |", flush=True)
    print(flush=True)


def ratio(ours: Measured, other: Measured, goal: str) -> str:
    return f"**{ours.median / other.median:.2f}** (goal {goal})"


# --- the cases ---


def one_handout(folder: Path, times: int) -> list[tuple[str, ...]]:
    """A new process for one handout, against a bare script on the same HTML, and against Chromium."""
    dump(folder)

    def ours() -> float:
        shutil.rmtree(folder / "ours", ignore_errors=True)
        return run(*GENERATE, *ONE, "--quiet", "--output", str(folder / "ours"))

    cases: dict[str, Callable[[], float]] = {
        "ours": ours,
        "bare": lambda: run(sys.executable, str(ROOT / "bench" / "bare.py"), str(folder)),
    }
    if Path(CHROMIUM).exists():
        cases["chromium"] = lambda: run(*chromium(folder), f"file://{folder}/chromium.html")
    found = side_by_side(times, **cases)
    rows = [
        (
            "one handout, new process: time",
            f"{found['ours']}",
            f"bare WeasyPrint {found['bare']}",
            ratio(found["ours"], found["bare"], "1.15"),
        ),
        (
            "one handout, new process: peak memory",
            f"{found['ours'].megabytes:.0f} MB",
            f"bare WeasyPrint {found['bare'].megabytes:.0f} MB",
            f"**{found['ours'].megabytes / found['bare'].megabytes:.2f}** (goal 1.15)",
        ),
    ]
    if "chromium" in found:
        told = f"Chromium {found['chromium']}"
        goal = ratio(found["ours"], found["chromium"], "1.0")
        rows.append(("one handout, new process: time", f"{found['ours']}", told, goal))
    return rows


def sizes(folder: Path) -> list[tuple[str, ...]]:
    """The file of one leaflet in each language, against what Chromium makes of the same page."""
    rows = []
    for tag in snapshot().library.locales if Path(CHROMIUM).exists() else ():
        dump(folder, tag)
        run(*GENERATE, "build", "ms", "--locale", tag, "--format", "standard", "--quiet", "--output", str(folder))
        run(*chromium(folder), f"file://{folder}/chromium.html")
        ours, theirs = ((folder / name).stat().st_size for name in (f"{tag}/ms.pdf", "chromium.pdf"))
        share = f"**{ours / theirs:.2f}** (goal 0.5)"
        rows.append((f"file size, {tag}", f"{ours / 1000:.0f} kB", f"Chromium {theirs / 1000:.0f} kB", share))
    return rows


def chromium(folder: Path) -> list[str]:
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--export-tagged-pdf"]
    return [CHROMIUM, *options, f"--user-data-dir={folder}/profile", f"--print-to-pdf={folder}/chromium.pdf"]


def snapshot() -> Snapshot:
    """The content of the project, as of the day of the benchmark."""
    day = datetime.datetime.fromtimestamp(int(DAY["SOURCE_DATE_EPOCH"]), datetime.UTC).date()
    return Snapshot.take(Project(ROOT), day)


def page_of_ms(tag: str = "en") -> Page:
    """The page of one leaflet in a language, as a worker gets it."""
    taken = snapshot()
    return page(taken.unjudged(HandoutName("ms", tag, "standard")), "A4", taken.design)


def dump(folder: Path, tag: str = "en") -> None:
    """What the worker would get, as files: for the bare script and for Chromium."""
    made = page_of_ms(tag)
    css = "\n".join(made.sheets)
    for name, picture in made.pictures.items():
        css = css.replace(f'"picture:{name}"', f'"{picture.as_url()}"')
    (folder / "page.json").write_text(json.dumps({"html": made.html, "css": css}), "utf-8")
    (folder / "chromium.html").write_text(made.html.replace("</head>", f"<style>{css}</style></head>"), "utf-8")


def warm(times: int) -> list[tuple[str, ...]]:
    """The same page again and again in one process: our call, and the bare one."""
    from weasyprint import CSS, HTML

    from patient_handouts.pdf.engine import load_weasyprint
    from patient_handouts.pdf.typeset import _fetcher, prepare, typeset

    made = page_of_ms()
    prepare(made.fonts)
    fetcher = _fetcher(load_weasyprint(), made.pictures)

    def ours() -> float:
        typeset(made.html, made.sheets, made.fonts, made.pictures)
        return 0.0

    def bare() -> float:
        sheet = CSS(string="\n".join(made.sheets), url_fetcher=fetcher)
        HTML(string=made.html, url_fetcher=fetcher).write_pdf(stylesheets=[sheet], pdf_variant="pdf/a-2a")
        return 0.0

    found = side_by_side(times, ours=ours, bare=bare)
    goal = ratio(found["ours"], found["bare"], "1.0")
    rows = [("one handout, warm worker", f"{found['ours']}", f"bare call {found['bare']}", goal)]
    if Path(CHROMIUM).exists() and (MODULES / "playwright-core").exists():
        with tempfile.TemporaryDirectory() as folder:
            dump(Path(folder))
            command = ["node", str(ROOT / "bench" / "warm.mjs"), f"{folder}/chromium.html", str(times)]
            result = subprocess.run(command, capture_output=True, text=True, check=True)
        chromium_times = Measured(tuple(json.loads(result.stdout)), 0)
        goal = ratio(found["ours"], chromium_times, "near 1.0")
        rows.append(("one handout, warm", f"{found['ours']}", f"warm Chromium {chromium_times}", goal))
    return rows


def whole_set(folder: Path, times: int) -> list[tuple[str, ...]]:
    """All handouts: on one process, on two, again, and after one word was changed."""
    project = folder / "project"
    for name in ("content", "templates", "styles", "patient_handouts"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "generate.py", project)
    command = [sys.executable, str(project / "generate.py"), "build", "--quiet", "--output"]
    words = project / "content" / "en" / "ms-summary.yaml"
    text = words.read_text("utf-8")

    def full(jobs: int) -> Callable[[], float]:
        def case() -> float:
            shutil.rmtree(folder / f"set-{jobs}", ignore_errors=True)
            return run(*command, str(folder / f"set-{jobs}"), "--jobs", str(jobs))

        return case

    def changed() -> float:
        words.write_text(
            text.replace("For others they return.", f"For others they return {time.time_ns() % 7 * 'again '}.")
        )
        return run(*command, str(folder / "set-2"))

    found = side_by_side(times, one=full(1), two=full(2), again=lambda: run(*command, str(folder / "set-2")))
    count = len(list((folder / "set-2").rglob("*.pdf")))
    edited = side_by_side(times, changed=changed)["changed"]
    again = f"**{found['again'].median / found['two'].median:.1%}** (goal 3 %)"
    return [
        (
            f"{count} handouts on 2 processes",
            f"{found['two']}",
            f"on 1: {found['one']}",
            f"**{found['one'].median / found['two'].median:.2f}** times the throughput (goal 1.8)",
        ),
        ("the same again, nothing changed", f"{found['again']}", f"full build {found['two']}", again),
        (
            f"one word changed, in 1 of {count} handouts",
            f"{edited}",
            f"full build {found['two']}",
            f"**{edited.median / found['two'].median:.1%}**",
        ),
    ]


def commands(times: int) -> list[tuple[str, ...]]:
    """What starts without setting a page."""
    found = side_by_side(
        times,
        click=lambda: run(sys.executable, "-c", "import click"),
        help=lambda: run(*GENERATE, "--help"),
        list=lambda: run(*GENERATE, "list"),
        spanish=lambda: run(*GENERATE, "locale", "check", "es"),
        check=lambda: run(*GENERATE, "check"),
    )
    rows = [
        (f"`{name}`", f"{found[key]}", f"`import click` {found['click']}", ratio(found[key], found["click"], goal))
        for name, key, goal in (("--help", "help", "1.5"), ("list", "list", "none"))
    ]
    goal = ratio(found["spanish"], found["check"], "none")
    return [*rows, ("`locale check es`", f"{found['spanish']}", f"`check` of all {found['check']}", goal)]


def clinics(folder: Path, numbers: tuple[int, ...]) -> list[tuple[str, ...]]:
    """Two summaries for each of many clinics: time for a PDF, and the memory of all processes."""
    rows = []
    first = 0.0
    for number in numbers:
        profiles = folder / f"clinics-{number}"
        profiles.mkdir()
        for index in range(number):
            (profiles / f"c{index:04}.yaml").write_text(f'name: "Clinic number {index}"\n', "utf-8")
        started = time.perf_counter()
        options = (
            "--format",
            "summary",
            "--quiet",
            "--clinics",
            str(profiles),
            "--output",
            str(folder / f"out-{number}"),
        )
        megabytes = run(*GENERATE, "build", "ms", "lupus", "--locale", "en", *options)
        each = (time.perf_counter() - started) / number / 2
        first = first or each
        told = f"{each:.3f} s a PDF, {megabytes:.0f} MB in all"
        rows.append(
            (
                f"{number} clinics, two summaries each",
                told,
                f"{numbers[0]} clinics {first:.3f} s a PDF",
                f"**{each / first:.2f}** (goal 1 ± 0.1)",
            )
        )
    return rows


def cluster(folder: Path, times: int) -> list[tuple[str, ...]]:
    """All handouts on a Dask cluster of two workers on this machine, against two processes."""
    module = "distributed.cli.dask_"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True, "cwd": folder}
    quiet["env"] = os.environ | DAY | {"PYTHONPATH": str(ROOT)}
    options = ["--host", "127.0.0.1", "--no-dashboard"]
    command = [sys.executable, "-m", f"{module}scheduler", *options, "--port", "0", "--no-jupyter"]
    scheduler = subprocess.Popen(command, **quiet)
    address = next(found[0] for line in scheduler.stderr if (found := re.search(r"tcp://[\d.]+:\d+", line)))
    quiet["stderr"] = subprocess.DEVNULL
    command = [sys.executable, "-m", f"{module}worker", address, *options, "--nthreads", "1"]
    workers = [subprocess.Popen([*command, "--local-directory", str(folder)], **quiet) for _ in range(2)]

    def build(*more: str) -> Callable[[], float]:
        def case() -> float:
            shutil.rmtree(folder / "cluster", ignore_errors=True)
            return run(*GENERATE, "build", "--quiet", "--output", str(folder / "cluster"), *more)

        return case

    try:
        found = side_by_side(times, far=build("--cluster", address), near=build("--jobs", "2"))
    finally:
        for process in (*workers, scheduler):
            process.terminate()
            process.wait()
    told = f"**{found['far'].median / found['near'].median:.2f}**"
    return [("all handouts on a cluster of 2 workers", f"{found['far']}", f"2 processes {found['near']}", told)]


def main() -> None:
    """Measure all of it, or the parts that are named."""
    parts = ("one", "warm", "sizes", "set", "commands", "cluster", "clinics")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts)}; all of them if none is named")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--clinics", type=int, nargs="+", default=[10, 100, 1000])
    given = parser.parse_args()
    compiled()
    wanted = given.parts or parts
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        rows: list[tuple[str, ...]] = [("case", "ours", "against", "ratio")]
        if "one" in wanted:
            rows += one_handout(folder, given.times)
        if "warm" in wanted:
            rows += warm(given.times)
        if "sizes" in wanted:
            rows += sizes(folder)
        if "set" in wanted:
            rows += whole_set(folder, max(given.times // 3, 1))
        if "commands" in wanted:
            rows += commands(given.times)
        if "cluster" in wanted:
            rows += cluster(folder, max(given.times // 3, 1))
        if "clinics" in wanted:
            rows += clinics(folder, tuple(given.clinics))
    processor = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    print(f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}\n")
    table(rows)


if __name__ == "__main__":
    main()
