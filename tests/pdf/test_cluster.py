"""The same handouts from a Dask cluster: a real scheduler and two workers on this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from tests.output.test_build import digests
from tests.support.project import DISEASES, ROOT, build_quietly, command_line, generate


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """The address of a scheduler with two workers, and the processes of the workers."""
    folder = tmp_path_factory.mktemp("cluster")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__ADMIN__LOG_LENGTH": "0"}

    def start(*command):
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=folder, env=environment,
        )  # fmt: skip

    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-jupyter")
    address = next(match[0] for line in scheduler.stderr if (match := re.search(r"tcp://127\.0\.0\.1:\d+", line)))
    drain(scheduler)
    options = ("--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", "--local-directory", str(folder))
    workers = [drain(start("worker", address, *options)) for _ in range(2)]
    from distributed import Client

    with Client(address, timeout=30, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    yield address
    for process in (*workers, scheduler):
        process.terminate()
        process.wait()


def drain(process):
    """Read what a process says, so that it never waits for a reader."""
    threading.Thread(target=process.stderr.read, daemon=True).start()
    return process


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """What this machine makes by itself."""
    folder = tmp_path_factory.mktemp("local")
    build_quietly("--format", "standard", "--output", folder)
    return digests(folder)


def build(address, output, *more):
    return generate("build", "--quiet", "--format", "standard", "--cluster", address, "--output", output, *more)


def test_the_same_bytes_as_on_one_machine(cluster, local, tmp_path):
    result = build(cluster, tmp_path / "handouts")
    assert (result.returncode, result.stderr) == (0, "")
    assert digests(tmp_path / "handouts") == local
    assert len(local) == len(DISEASES)


def test_a_clinics_own_letters(cluster, tmp_path):
    (tmp_path / "clinic.yaml").write_text('name: "מרפאת הנהר"\n', "utf-8")
    options = ("ms", "--clinic", tmp_path / "clinic.yaml")
    assert build(cluster, tmp_path / "far", *options).returncode == 0
    near = ("build", "ms", "--format", "standard", "--clinic", tmp_path / "clinic.yaml", "--output", tmp_path / "near")
    assert generate(*near).returncode == 0
    assert digests(tmp_path / "far") == digests(tmp_path / "near")


def test_a_worker_that_is_killed_in_mid_run(cluster, local, tmp_path):
    from distributed import Client

    with Client(cluster, timeout=30, set_as_default=False) as client:
        processes = client.run(os.getpid)
        victims = sorted(processes.values())
        killed = []

        def kill_one_at_work():
            while not killed:
                for worker, keys in client.processing().items():
                    if keys and processes[worker] == victims[0]:
                        os.kill(victims[0], signal.SIGKILL)
                        killed.append(victims[0])

        killer = threading.Thread(target=kill_one_at_work, daemon=True)
        killer.start()
        result = build(cluster, tmp_path / "handouts")
        killer.join(timeout=1)
        assert killed
        assert (result.returncode, result.stderr) == (0, "")
        assert digests(tmp_path / "handouts") == local
        client.wait_for_workers(2, timeout=60)  # its nurse has brought up another one
        deadline = time.monotonic() + 60
        while victims == sorted(client.run(os.getpid).values()) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert victims[0] not in client.run(os.getpid).values()


def test_what_was_sent_to_the_workers_is_lost_in_mid_run(cluster, local, tmp_path):
    """As when the only worker that holds it dies."""
    from distributed import Client, Future

    with Client(cluster, timeout=30, set_as_default=False) as client:
        lost = []

        def lose():
            while not lost:
                if any(client.processing().values()):
                    keys = {key for held in client.has_what().values() for key in held}
                    client.cancel([Future(key, client) for key in keys], force=True)
                    lost.extend(keys)

        thief = threading.Thread(target=lose, daemon=True)
        thief.start()
        result = build(cluster, tmp_path / "handouts")
        thief.join(timeout=1)
    assert lost
    assert (result.returncode, result.stderr) == (0, "")
    assert digests(tmp_path / "handouts") == local


def test_a_page_that_cannot_be_set(cluster, scratch, tmp_path):
    sheet = scratch.root / "styles" / "page.css"
    sheet.write_text(sheet.read_text("utf-8") + "\nh1 { colour: red }\n", "utf-8")
    options = ("--format", "standard", "--cluster", cluster, "--output", tmp_path)
    result = scratch.run("build", "ms", *options)
    assert result.returncode == 1
    assert "The page could not be set cleanly: Ignored `colour: red ` in styles/page.css:" in result.stderr


def test_another_version_of_the_program(cluster, scratch, tmp_path):
    scratch.with_program().edit("patient_handouts/pdf/press.py", "THUMBNAIL = 150", "THUMBNAIL = 151")
    options = ("ms", "--format", "standard", "--cluster", cluster, "--output", tmp_path)
    command = command_line("build", *options, root=scratch.root)
    result = subprocess.run(command, capture_output=True, text=True, cwd=scratch.root)
    assert result.returncode == 1
    assert result.stderr == "Error: A worker of the cluster has another version of this program.\n"


def test_nobody_answers(tmp_path):
    result = generate("build", "ms", "--cluster", "tcp://127.0.0.1:9", "--output", tmp_path)
    assert result.returncode == 1
    assert result.stderr == "Error: No Dask scheduler answers at tcp://127.0.0.1:9.\n"


def test_one_or_the_other(tmp_path):
    result = generate("build", "ms", "--cluster", "tcp://127.0.0.1:9", "--jobs", "2", "--output", tmp_path)
    assert (result.returncode, "Choose --jobs or --cluster." in result.stderr) == (2, True)
