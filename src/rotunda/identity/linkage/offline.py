"""Runs a task in a process of its own: the event loop goes on, and all of its memory comes back."""

import asyncio
import sys
from asyncio.subprocess import PIPE

import msgspec

from rotunda.identity.linkage.model import Pair, Task

_LAST_WORDS = 300


class LinkageFailed(Exception):
    """The process ended without an answer. The message is a sentence with its last words."""


async def run_linkage(task: Task) -> list[Pair]:
    """The likeliest pair first. Cancelling ends the process.

    Raises:
        LinkageFailed: it ended without an answer, such as for want of memory.
    """
    if sum(map(len, task.tables)) < 2:
        return []  # nothing to compare, and nothing to start a process for
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "rotunda.identity.linkage", stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    request = await asyncio.to_thread(msgspec.msgpack.encode, task)
    try:
        answer, complaint = await process.communicate(request)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        last_words = complaint.decode(errors="replace").strip()[-_LAST_WORDS:]
        raise LinkageFailed(f"The comparison of records ended with code {process.returncode}: {last_words}")
    return await asyncio.to_thread(msgspec.msgpack.decode, answer, type=list[Pair])
