"""Processes of their own for what could run away: a page or a logo ends with an error, and never the machine.

A worker may use so much memory and so much time, and no more. One that dies or hangs is replaced, and what it worked
on is tried once more, since a machine under pressure may kill anything; then it is reported.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from patient_handouts.files import scratch
from patient_handouts.pdf import press
from patient_handouts.problems import HandoutError

MEMORY = 2 * 1024**3
"""Bytes of address space of a worker; the largest leaflet needs about 320 million."""


SECONDS = 120.0
"""Time for one task; the longest leaflet takes a few seconds on a slow machine."""


TRIES = 2


LIFE = 100
"""Tasks after which a process is replaced: WeasyPrint 70 keeps about 0.4 MB of every page that it has set."""


FONTS = "FONTCONFIG_FILE"
"""The variable of the environment that names the fonts; it travels with each task."""


Key = TypeVar("Key")


Result = TypeVar("Result")


@dataclass(frozen=True)
class Task(Generic[Key, Result]):
    """A function of a module and what to call it with; both travel to another process. `key` says which it is."""

    key: Key
    function: Callable[..., Result]
    arguments: tuple[Any, ...]


@dataclass(eq=False)
class _Worker:
    """A process, and the two lines to it: pipes, since a build opens no socket of any kind."""

    process: Any
    orders: Connection
    answers: Connection
    tasks: int = 0

    def send(self, function: Callable[..., Any], arguments: tuple[Any, ...], answer: bool = True) -> None:
        with suppress(OSError):  # one that died while it was idle is found by the end of its answers
            self.orders.send((os.environ.get(FONTS), function, arguments, answer))

    def end(self) -> None:
        """Whatever it does."""
        self.orders.close()
        self.answers.close()
        self.process.kill()
        self.process.join()


@dataclass(frozen=True)
class _Running:
    task: Task[Any, Any]
    worker: _Worker
    deadline: float
    tries: int


class Executor(Protocol):
    """What does tasks: processes of this machine, or a cluster."""

    def ready(self, tasks: int) -> None: ...
    def renew(self) -> None: ...
    def results(self, tasks: Iterable[Task[Key, Result]]) -> Iterator[tuple[Key, Result | HandoutError]]: ...


class Workers:
    """Some processes that do tasks; use it in a `with` statement, which ends them all, whatever they do.

    :param jobs: how many at a time.
    :param seconds: for one task.
    :param memory: bytes of address space for one process, where the system can limit it (not macOS, not Windows).
    """

    def __init__(self, jobs: int = 1, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.jobs = jobs
        self.seconds = seconds
        self.memory = memory
        # A fork starts at once and takes along what is already loaded; elsewhere it is not safe, or not there.
        self._context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._idle: list[_Worker] = []
        self._running: dict[Connection, _Running] = {}

    def __enter__(self) -> Self:
        scratch()  # WeasyPrint leaves the fonts of each page in files, which a process that is killed does not delete
        if self._context.get_start_method() == "fork":  # as early as can be, while there is little to take along
            for _ in range(self.jobs):
                self._idle.append(self._new())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._all():
            worker.end()
        self._idle, self._running = [], {}

    def _all(self) -> list[_Worker]:
        return [*self._idle, *(running.worker for running in self._running.values())]

    def ready(self, tasks: int) -> None:
        """Have processes load what it takes to set pages, as many as so many tasks will keep busy."""
        needed = min(tasks, self.jobs)
        while len(self._idle) < needed:
            self._idle.append(self._new())
        for worker in self._idle[-needed:] if needed else ():
            worker.send(press.make_ready, (), answer=False)

    def renew(self) -> None:
        """Replace the processes that have set a page already: they would not see fonts that came after that."""
        for worker in self._idle:
            if worker.tasks:
                worker.end()
        self._idle = [worker for worker in self._idle if not worker.tasks]

    def results(self, tasks: Iterable[Task[Key, Result]]) -> Iterator[tuple[Key, Result | HandoutError]]:
        """Do tasks, and give what comes out of each, as soon as it is there.

        A task is taken from `tasks` only when a worker is free for it.
        """
        waiting = iter(tasks)
        while True:
            while len(self._running) < self.jobs and (task := next(waiting, None)):
                self._start(task)
            if not self._running:
                return
            yield from self._finished()

    def _start(self, task: Task[Any, Any], tries: int = 1) -> None:
        worker = self._idle.pop() if self._idle else self._new()
        worker.send(task.function, task.arguments)
        worker.tasks += 1
        self._running[worker.answers] = _Running(task, worker, time.monotonic() + self.seconds, tries)

    def _new(self) -> _Worker:
        its_orders, orders = self._context.Pipe(duplex=False)
        answers, its_answers = self._context.Pipe(duplex=False)
        # A forked process holds the parent's ends too; as long as any does, no worker learns that the parent is gone.
        others = [end for worker in self._all() for end in (worker.orders, worker.answers)]
        inherited = [orders, answers, *others] if self._context.get_start_method() == "fork" else []
        arguments = (its_orders, its_answers, inherited, self.memory)
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        its_orders.close()
        its_answers.close()
        return _Worker(process, orders, answers)

    def _finished(self) -> Iterator[tuple[Any, Any]]:
        nearest = min(running.deadline for running in self._running.values())
        ready = wait(list(self._running), timeout=max(nearest - time.monotonic(), 0))
        for answers in ready:
            assert isinstance(answers, Connection)
            running = self._running.pop(answers)
            try:
                succeeded, result = answers.recv()
            except (EOFError, OSError):
                running.worker.end()
                yield from self._again(running, "The process that lays out pages stopped unexpectedly.")
                continue
            if running.worker.tasks < LIFE:
                self._idle.append(running.worker)
            else:
                running.worker.end()
            if not succeeded and not isinstance(result, HandoutError):
                raise result
            yield running.task.key, result
        for answers, running in list(self._running.items()):
            if running.deadline <= time.monotonic():
                del self._running[answers]
                running.worker.end()
                yield from self._again(running, f"It was not finished after {self.seconds:.0f} seconds.")

    def _again(self, running: _Running, what: str) -> Iterator[tuple[Any, HandoutError]]:
        if running.tries < TRIES:
            self._start(running.task, running.tries + 1)
        else:
            yield running.task.key, HandoutError(f"{what} It was tried {TRIES} times.")


def bounded(function: Callable[..., Result], *arguments: Any, seconds: float = SECONDS) -> Result:
    """What a function gives, called in a process of its own.

    :raises HandoutError: if it raises one, or runs away.
    """
    with Workers(seconds=seconds) as workers:
        ((_, result),) = workers.results([Task(None, function, arguments)])
    if isinstance(result, HandoutError):
        raise result
    return result


def _serve(orders: Connection, answers: Connection, inherited: Iterable[Connection], memory: int) -> None:
    """The life of a worker: one task after another, until the parent closes the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and decides
    for other in inherited:
        other.close()
    _limit(memory)
    with suppress(EOFError, OSError):
        while True:
            fonts, function, arguments, answer = orders.recv()
            if fonts:  # chosen after this process was started
                os.environ[FONTS] = fonts
            done = _done(function, arguments)
            if answer:
                answers.send(done)


def _done(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, function(*arguments)
    except MemoryError:
        return False, HandoutError("It needs more memory than any leaflet should.")
    except HandoutError as error:
        return False, error
    except Exception:  # a mistake of the program, told with where it happened
        return False, RuntimeError(traceback.format_exc())


def _limit(memory: int) -> None:
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    with suppress(OSError, ValueError):  # macOS knows the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def cores() -> int:
    """The cores that this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
