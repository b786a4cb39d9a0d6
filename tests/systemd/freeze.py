"""Stops one thread of a program while all its others go on, as a hung one would: freeze.py PID

SIGSTOP would stop them all; ptrace does not. Of the program's pool of threads it takes one that is inside the model: there .NET's garbage collector
does not wait for it, so that the others really go on. Prints the thread, and ends when the program does. Needs root.
"""

import ctypes
import os
import pathlib
import sys
import time

PTRACE_SEIZE, PTRACE_INTERRUPT, PTRACE_DETACH = 0x4206, 0x4207, 17
WALL = 0x40000000
LIBRARY = "libonnxruntime.so"
SEEN = 2000

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
libc.ptrace.restype = ctypes.c_long


def ptrace(request, thread):
    if libc.ptrace(request, thread, None, None) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def at_work(pid, until):
    """A thread of the pool that runs at this moment."""
    while time.monotonic() < until:
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            try:
                name, _, rest = (task / "stat").read_text().rpartition(") ")
            except FileNotFoundError:
                continue
            if rest.startswith("R") and name.endswith("(.NET TP Worker"):
                return int(task.name)
    sys.exit("no thread was seen at work")


def inside_library(pid, thread):
    """Whether a thread that is held stands in the model's code."""
    fields = pathlib.Path(f"/proc/{pid}/task/{thread}/syscall").read_text().split()
    position = int(fields[-1], 16)
    for line in pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines():
        begin, end = (int(part, 16) for part in line.split()[0].split("-"))
        if begin <= position < end:
            return line.endswith(LIBRARY)
    return False


def hold(pid):
    """Holds a thread that is inside the model."""
    until = time.monotonic() + 60
    for _ in range(SEEN):
        thread = at_work(pid, until)
        try:
            ptrace(PTRACE_SEIZE, thread)
        except OSError:
            continue
        ptrace(PTRACE_INTERRUPT, thread)
        os.waitpid(thread, WALL)
        if inside_library(pid, thread):
            return thread
        ptrace(PTRACE_DETACH, thread)
    sys.exit("no thread was seen inside the model")


def main():
    pid = int(sys.argv[1])
    thread = hold(pid)
    print(f"thread {thread} of {pid}", flush=True)
    # Until it is killed with its program.
    os.waitpid(thread, WALL)


main()
