"""The same work on the machines of a Dask cluster: what `workers` does with processes of this one.

What many pages share, style sheets and pictures, travels to each worker once, as one bundle that is named after its
content; of a page there travels only its own text. The finished PDFs come back.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from patient_handouts.pdf import fontset
from patient_handouts.pdf.page import Page, Picture
from patient_handouts.pdf.workers import SECONDS, TRIES, Task
from patient_handouts.problems import HandoutError, MachineError
from patient_handouts.stamps import of_program

Key = TypeVar("Key")


Result = TypeVar("Result")


AHEAD = 3
"""Tasks for each worker that are on their way or waiting there, so that none has to wait for the next."""


Bundle = Mapping[str, str | Picture]
"""Style sheets and pictures, each by the hash of its content."""


@dataclass(frozen=True)
class _Light:
    """A page whose style sheets and pictures are in a bundle."""

    html: str
    sheets: tuple[str, ...]
    fonts: tuple[str, ...]
    pictures: Mapping[str, str]

    def whole(self, bundle: Bundle) -> Page:
        sheets: Any = tuple(bundle[sheet] for sheet in self.sheets)
        pictures: Any = {name: bundle[picture] for name, picture in self.pictures.items()}
        return Page(self.html, sheets, self.fonts, pictures)


class _Running(NamedTuple):
    """A task that was sent off, with the bundle that it needs."""

    task: Task[Any, Any]
    page: _Light
    bundle: Any
    deadline: float
    tries: int


class Cluster:
    """The workers of a Dask cluster, in place of processes of this machine.

    Every worker needs this program in this version, what it depends on and the fonts, and one thread. Whoever can
    reach the scheduler can run any code on its workers: use one in a network that you trust.

    :param address: of the scheduler, like “tcp://10.0.0.5:8786”.
    :param seconds: for one task, as long as no worker dies.
    """

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        self.address = address
        self.seconds = seconds

    def __enter__(self) -> Self:
        try:
            from distributed import Client  # noqa: PLC0415  # an extra that few install
        except ImportError as error:
            raise HandoutError("A cluster needs the package distributed: pip install distributed.") from error
        try:
            self.client: Any = Client(self.address, timeout=10)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TimeoutError) as error:
            raise HandoutError(f"No Dask scheduler answers at {self.address}.") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.client.close()

    def ready(self, tasks: int) -> None:
        """The workers of a cluster are there already."""

    def renew(self) -> None:
        """Each worker takes the fonts of the pages that come to it."""

    def results(self, tasks: Iterable[Task[Key, Result]]) -> Iterator[tuple[Key, Result | HandoutError]]:
        """Do tasks whose first argument is a page, and give what comes out of each, as soon as it is there."""
        pages = list(tasks)
        bundle, light = _packed([task.arguments[0] for task in pages])
        shared = self._sent(bundle)
        waiting = iter(zip(pages, light, strict=True))
        running: dict[Any, _Running] = {}

        def start(task: Task[Any, Any], page: _Light, tries: int = 1) -> None:
            arguments = (of_program(), task.function, page, task.arguments[1:], shared)
            future = self.client.submit(_done, *arguments, pure=False, retries=0)
            running[future] = _Running(task, page, shared, time.monotonic() + self.seconds * AHEAD, tries)

        while True:
            ahead = AHEAD * max(len(self.client.nthreads()), 1)
            while len(running) < ahead and (following := next(waiting, None)):
                start(*following)
            if not running:
                return
            for future in self._settled(running):
                task, page, had, _, tries = running.pop(future)
                result = self._result(future)
                if result is None and tries < TRIES:
                    if had is shared:  # and it may have been with the last worker that had the bundle
                        shared = self._sent(bundle, again=True)
                    start(task, page, tries + 1)
                elif result is None:
                    yield task.key, HandoutError(f"No worker finished it. It was tried {TRIES} times.")
                else:
                    yield task.key, result

    def _sent(self, bundle: Bundle, again: bool = False) -> Any:
        """A bundle that is with all workers; sent again, it has a name of its own, so that the first can be let go."""
        return self.client.scatter([bundle], broadcast=True, hash=not again)[0]

    def _settled(self, running: Mapping[Any, _Running]) -> list[Any]:
        """Tasks that have an end: done, failed or overdue."""
        from distributed import wait  # noqa: PLC0415  # an extra, loaded by those who use it
        from distributed.client import FuturesCancelledError  # noqa: PLC0415  # an extra, loaded by those who use it

        nearest = min(task.deadline for task in running.values())
        with contextlib.suppress(TimeoutError, FuturesCancelledError):
            wait(list(running), max(nearest - time.monotonic(), 0.01), "FIRST_COMPLETED")  # type: ignore[no-untyped-call]
        late = [future for future, task in running.items() if task.deadline <= time.monotonic()]
        return [future for future in running if future.done() or future in late]

    def _result(self, future: Any) -> Any:
        """What a task gave; None if its worker died, or never came to an end with it, or had no bundle any more."""
        from distributed import KilledWorker  # noqa: PLC0415  # an extra, loaded by those who use it
        from distributed.client import FutureCancelledError  # noqa: PLC0415  # an extra, loaded by those who use it

        if not future.done():
            stuck = [worker for worker, keys in self.client.processing().items() if future.key in keys]
            future.cancel(force=True)
            if stuck:
                self.client.restart_workers(stuck, raise_for_error=False)
            return None
        try:
            return future.result(timeout=self.seconds)
        except HandoutError as error:
            return error
        except (KilledWorker, FutureCancelledError, OSError):
            return None


def _packed(pages: Iterable[Page]) -> tuple[dict[str, str | Picture], list[_Light]]:
    """Pages without what they share, and a bundle of that."""
    bundle: dict[str, str | Picture] = {}

    def packed(part: str | Picture) -> str:
        data = part.encode() if isinstance(part, str) else part.media_type.encode() + b"\0" + part.data
        name = hashlib.sha256(data).hexdigest()
        bundle[name] = part
        return name

    light = []
    for page in pages:
        pictures = {name: packed(picture) for name, picture in page.pictures.items()}
        light.append(_Light(page.html, tuple(map(packed, page.sheets)), page.fonts, pictures))
    return dict(sorted(bundle.items())), light


_one_at_a_time = threading.Lock()


def _done(made_by: str, function: Callable[..., Any], page: _Light, more: tuple[Any, ...], bundle: Bundle) -> Any:
    """What a worker of the cluster does."""
    if made_by != of_program():
        raise MachineError("A worker of the cluster has another version of this program.")
    with _one_at_a_time:  # a worker with several threads is none that WeasyPrint could use
        fontset.use_only(page.fonts)
        return function(page.whole(bundle), *more)
