"""A terminal without a person: a program runs in a real pseudo-terminal, and its screen can be read."""

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pexpect
import pyte
from wcwidth import wcswidth

ENTER, SPACE, DOWN, UP, CTRL_C, BACKSPACE = "\r", " ", "\x1b[B", "\x1b[A", "\x03", "\x7f"

_MARGIN = 40
"""Columns the screen has beyond those the program is told of: whatever is written there did not fit."""
_PATIENCE = 40.0
"""Seconds: a limit for what hangs, far beyond what a loaded machine needs."""


class _Display(pyte.HistoryScreen):
    """A screen that answers a program which asks where the cursor stands."""

    child: "pexpect.spawn[bytes]"

    def write_process_input(self, data: str) -> None:
        self.child.send(data)


class Screen:
    """`python -m advisor` with some arguments on a screen of 80 columns and 24 lines."""

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str] | None = None,
        columns: int = 80,
        lines: int = 24,
    ) -> None:
        """Start the program in a folder."""
        self.columns = columns
        self._display = _Display(columns + _MARGIN, lines, history=5000, ratio=0.5)
        self._stream = pyte.ByteStream(self._display)
        self.sent = b""
        """Every byte the program wrote to the terminal."""
        self._display.child = self._child = pexpect.spawn(
            sys.executable,
            ["-m", "advisor", *arguments],
            cwd=str(folder),
            env={**os.environ, "TERM": "xterm-256color", **(environment or {})},
            dimensions=(lines, columns),
            echo=False,
        )

    def close(self) -> None:
        """End the program, whatever it does."""
        self._child.close(force=True)

    @property
    def lines(self) -> list[str]:
        """What the screen shows, line by line."""
        return [line.rstrip() for line in self._display.display]

    @property
    def everything(self) -> list[str]:
        """What the screen shows, with the lines that left it at the top."""
        gone = ["".join(row[x].data for x in range(self._display.columns)) for row in self._display.history.top]
        return [line.rstrip() for line in (*gone, *self._display.display)]

    @property
    def words(self) -> str:
        """All that was shown, on one line: what was wrapped reads as it was said."""
        return " ".join(" ".join(self.everything).split())

    @property
    def pointed(self) -> str:
        """The line the pointer of the present list stands at, or nothing."""
        return next((line for line in reversed(self.lines) if line.lstrip().startswith("›")), "")

    @property
    def too_wide(self) -> list[str]:
        """Lines that go beyond the terminal's width."""
        return [line for line in self.everything if wcswidth(line) > self.columns]

    def send(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self._child.send(key)

    def wait(self, text: str) -> None:
        """Wait until a text stands on the screen; it may be wrapped."""
        self._until(lambda: text in " ".join(" ".join(self.lines).split()), f"{text!r} to show")

    def wait_for_question(self, question: str) -> None:
        """Wait until a question is the one that is put now."""
        self._until(lambda: any(line.startswith(f"· {question}") for line in self.lines), f"the question {question!r}")

    def point(self, label: str) -> None:
        """Move the pointer down to the choice that begins with a label."""
        start: list[str] = []
        self._until(lambda: bool(self.pointed), "a list of choices")
        while not (now := self.pointed.lstrip("› ○●")).startswith(label):
            assert start.count(now) < 2, f"no choice {label!r}\n{self.dump()}"
            start.append(now)
            self.send(DOWN)
            self._until(lambda now=now: self.pointed.lstrip("› ○●") != now, "the pointer to move")  # type: ignore[misc]

    def choose(self, question: str, *labels: str) -> None:
        """Choose one choice of a question."""
        self.wait_for_question(question)
        for label in labels:
            self.point(label)
        self.send(ENTER)

    def mark(self, question: str, *labels: str) -> None:
        """Mark choices of a question that takes several."""
        self.wait_for_question(question)
        for label in labels:
            self.point(label)
            self.send(SPACE)
            self._until(lambda: "●" in self.pointed, "the choice to be marked")
        self.send(ENTER)

    def type(self, question: str, words: str) -> None:
        """Answer a question in words."""
        self.wait_for_question(question)
        self.send(words, ENTER)

    def exit_code(self) -> int | None:
        """Wait for the end of the program; its exit code."""
        self._until(lambda: False, "the program to end", or_end=True)
        self._child.wait()
        return self._child.exitstatus

    def dump(self) -> str:
        """The screen in a frame, for whoever reads why a test failed."""
        return "\n".join(["┌", *(f"│{line}" for line in self.lines), "└"])

    def _until(self, condition: Callable[[], bool], what: str, *, or_end: bool = False) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not condition():
            try:
                data = self._child.read_nonblocking(65536, timeout=0.2)
            except pexpect.TIMEOUT:
                assert time.monotonic() < deadline, f"waited in vain for {what}\n{self.dump()}"
                continue
            except pexpect.EOF:
                if or_end:
                    return
                message = f"the program ended before {what}\n{self.dump()}"
                raise AssertionError(message) from None
            self.sent += data
            self._stream.feed(data)
