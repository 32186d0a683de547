"""Processes that may run away: each ends with an error, and the others go on."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from patient_handouts.pdf.workers import Task, Workers, bounded
from patient_handouts.problems import HandoutError


def double(number: int) -> int:
    return 2 * number


def refuse(what: str) -> None:
    raise HandoutError(f"It is {what}.")


def fall_over() -> None:
    raise ZeroDivisionError


def hang() -> None:
    time.sleep(600)


def die_once(trace: Path) -> str:
    if trace.exists():
        return "done"
    trace.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hoard() -> int:
    return len(bytearray(8 * 1024**3))


def its_process(_: int) -> int:
    time.sleep(0.05)
    return os.getpid()


def results(*tasks: Task, **limits) -> dict:
    with Workers(**limits) as workers:
        return {key: str(result) for key, result in workers.results(tasks)}


@pytest.mark.parametrize("jobs", [1, 3])
def test_all_are_done_once(jobs):
    assert results(*(Task(n, double, (n,)) for n in range(20)), jobs=jobs) == {n: str(2 * n) for n in range(20)}


def test_as_many_processes_as_jobs():
    with Workers(3) as workers:
        processes = {result for _, result in workers.results(Task(n, its_process, (n,)) for n in range(12))}
    assert len(processes) == 3
    assert os.getpid() not in processes


def test_a_process_is_replaced_before_it_holds_too_much(monkeypatch):
    monkeypatch.setattr("patient_handouts.pdf.workers.LIFE", 3)
    with Workers(1) as workers:
        processes = [result for _, result in workers.results(Task(n, its_process, (n,)) for n in range(7))]
    assert [processes.count(process) for process in dict.fromkeys(processes)] == [3, 3, 1]


def test_a_refusal_is_told_and_the_others_go_on():
    found = results(Task("a", refuse, ("wrong",)), Task("b", double, (1,)))
    assert found == {"a": "It is wrong.", "b": "2"}


def test_a_mistake_of_the_program_is_none_of_the_user():
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        bounded(fall_over)


def test_what_hangs_is_ended():
    found = results(Task("a", hang, ()), Task("b", double, (1,)), seconds=0.5)
    assert found == {"a": "It was not finished after 0 seconds. It was tried 2 times.", "b": "2"}


def test_a_process_that_dies_is_replaced(tmp_path):
    found = results(Task("a", die_once, (tmp_path / "trace",)), Task("b", double, (1,)))
    assert found == {"a": "done", "b": "2"}


def test_what_kills_its_process_each_time_is_told():
    found = results(Task("a", die, ()), Task("b", double, (1,)))
    assert found == {"a": "The process that lays out pages stopped unexpectedly. It was tried 2 times.", "b": "2"}


@pytest.mark.skipif(not Path("/proc").exists(), reason="only Linux keeps to a limit of memory")
def test_memory_has_a_limit():
    with pytest.raises(HandoutError, match="more memory than any leaflet should"):
        bounded(hoard)


def test_none_is_left_behind():
    with Workers(2, seconds=60) as workers:
        found = workers.results([Task("a", its_process, (0,)), Task("b", hang, ())])
        next(found)
        alive = [running.worker.process for running in workers._running.values()]
        assert alive
    assert not any(process.is_alive() for process in alive)


def note_and_die(trace: Path) -> None:
    with trace.open("a") as file:
        file.write("started\n")
    os._exit(1)


def note_and_hang(trace: Path) -> None:
    with trace.open("a") as file:
        file.write("started\n")
    time.sleep(60)


@pytest.mark.parametrize("task", [note_and_die, note_and_hang])
def test_a_task_is_tried_twice_and_no_more(tmp_path, task):
    trace = tmp_path / "trace"
    results(Task("a", task, (trace,)), seconds=0.5)
    assert trace.read_text() == "started\n" * 2
