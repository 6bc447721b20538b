"""The judge's end of the line, against a process that does as it likes."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from autograder.sandbox.channel import MAX_PRINTED, Channel, SandboxDied, SandboxTimedOut
from autograder.sandbox.frames import HEAD, MAGIC, MAX_TENSORS, BrokenFrame, pack_frame, read_frame

Behaviour = Callable[[socket.socket, socket.socket], object]


@dataclass
class Line:
    """A channel, and the other ends of its sockets."""

    channel: Channel
    line: socket.socket
    output: socket.socket

    def behave(self, behaviour: Behaviour) -> None:
        """Let the process at the other end do something meanwhile."""

        def run() -> None:
            try:
                behaviour(self.line, self.output)
            except OSError:
                return

        threading.Thread(target=run, daemon=True).start()

    def ask(self, seconds: float = 5.0, **message: Any) -> dict[str, Any]:
        """Ask something."""
        return self.channel.ask(message, b"", seconds)[0]


@pytest.fixture
def far() -> Iterator[Line]:
    ours, theirs = socket.socketpair()
    our_output, their_output = socket.socketpair()
    with theirs, their_output:
        channel = Channel(ours, our_output)
        yield Line(channel, theirs, their_output)
        channel.close()


def take(line: socket.socket) -> dict[str, Any]:
    """Read a question."""
    return read_frame(line.recv, 1 << 30, 1 << 30)[0]


def answer(line: socket.socket, output: socket.socket) -> None:
    """Answer one question properly."""
    question = take(line)
    line.sendall(pack_frame({"id": question["id"], "saw": question["what"]}))


def test_a_question_gets_its_answer(far):
    """The answer carries the question's number."""
    far.behave(answer)

    assert far.ask(what=7)["saw"] == 7


def test_a_large_question_is_sent_while_the_other_side_prints(far):
    """Neither a full line nor a full output stops the other."""

    def chatter(line, output):
        output.sendall(b"x" * (4 << 20))
        answer(line, output)

    far.behave(chatter)

    assert len(far.ask(what="y" * (200 << 10))["saw"]) == 200 << 10
    assert len(far.channel.take_printed()) == MAX_PRINTED


def test_whoever_prints_for_a_while_before_the_answer_is_awaited(far):
    """However often the wait is interrupted, the limit is the whole limit."""

    def chatter(line, output):
        end = time.monotonic() + 1
        while time.monotonic() < end:
            output.sendall(b"x")
        answer(line, output)

    far.behave(chatter)

    assert far.ask(what=7)["saw"] == 7


def test_the_numbers_of_questions_cannot_be_guessed(far):
    """Eight questions have numbers that are spread over all that there are."""
    seen = []

    def note_and_answer(line, _):
        for _ in range(8):
            seen.append(take(line)["id"])
            line.sendall(pack_frame({"id": seen[-1]}))

    far.behave(note_and_answer)
    for _ in range(8):
        far.ask()

    assert len(set(seen)) == 8
    assert max(seen) - min(seen) > 1 << 40


@pytest.mark.parametrize(
    "bytes_sent",
    [
        pack_frame({"id": 0, "saw": 1}),
        pack_frame({"saw": 1}),
        b"GET / HTTP/1.1\r\n\r\n",
        HEAD.pack(MAGIC, 1 << 31, 0),
        HEAD.pack(MAGIC, 2, 1 << 60),
        HEAD.pack(MAGIC, 4, 0) + b"null",
        HEAD.pack(MAGIC, 1000, 0) + b"[" * 1000,
    ],
    ids=["number 0", "no number", "noise", "long JSON", "long tensors", "no object", "nesting"],
)
def test_what_is_no_answer_is_refused(far, bytes_sent):
    """A frame of another question, noise, absurd lengths."""
    far.behave(lambda line, _: line.sendall(bytes_sent))

    with pytest.raises(BrokenFrame):
        far.ask(what=1)


def test_two_answers_are_refused(far):
    """Even if the first is right."""

    def answer_twice(line, _):
        frame = pack_frame({"id": take(line)["id"], "saw": 1})
        line.sendall(frame + frame)

    far.behave(answer_twice)

    with pytest.raises(BrokenFrame):
        far.ask(what=1)


def test_a_process_that_never_reads_cannot_fill_our_memory(far):
    """More than one frame is refused while our own question is still being sent."""

    def flood(line, _):
        line.sendall(HEAD.pack(MAGIC, 2, 0) + b"{}")
        while True:
            line.sendall(b"x" * 65536)

    far.behave(flood)

    with pytest.raises(BrokenFrame, match="more than one"):
        far.ask(what="y" * (64 << 20))


def test_bytes_that_drip_run_into_the_limit(far):
    """The clock counts the whole answer, not each byte."""

    def drip(line, _):
        for byte in HEAD.pack(MAGIC, 2, MAX_TENSORS):
            line.sendall(bytes([byte]))
            threading.Event().wait(0.05)

    far.behave(drip)

    with pytest.raises(SandboxTimedOut):
        far.ask(what=1, seconds=0.3)


def test_a_closed_line_is_a_death(far):
    """Nobody waits for what cannot come."""
    far.behave(lambda line, _: line.shutdown(socket.SHUT_RDWR))

    with pytest.raises(SandboxDied):
        far.ask(what=1)


def test_a_closed_output_is_no_death(far):
    """A process may close its prints and go on."""

    def close_and_answer(line, output):
        output.shutdown(socket.SHUT_RDWR)
        answer(line, output)

    far.behave(close_and_answer)

    assert far.ask(what=3)["saw"] == 3


def test_prints_are_given_once(far):
    """Each call gives what was printed since the last one."""
    far.output.sendall(b"one")
    first = far.channel.take_printed()
    far.output.sendall("zwei \u00fc \x1b[2J".encode() + b"\xff")
    second = far.channel.take_printed()

    assert (first, second) == ("one", "zwei \u00fc \x1b[2J\ufffd")


def test_prints_without_end_break_the_conversation(far):
    """More than a quarter of a gigabyte is no output."""

    def flood(_, output):
        while True:
            output.sendall(b"x" * (1 << 20))

    far.behave(flood)

    with pytest.raises(BrokenFrame, match="without end"):
        far.ask(what=1, seconds=60)

    assert len(far.channel.take_printed()) == MAX_PRINTED


def test_an_answer_in_many_pieces_arrives_whole(far):
    """What does not fit into one packet is put together."""
    text = json.dumps({"a": "b" * 200_000})
    far.behave(lambda line, _: line.sendall(pack_frame({"id": take(line)["id"], "saw": text})))

    assert far.ask(what=1)["saw"] == text
