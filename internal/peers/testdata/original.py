"""Prints the nanoseconds that a remembered call takes in the Python original:
original.py memory|disk. Its package checkpointer has to be in PYTHONPATH."""

import sys
import tempfile
import time

from checkpointer import Checkpointer

if sys.argv[1] == "memory":
  remember = Checkpointer(storage="memory", verbosity=0)
else:
  remember = Checkpointer(directory=tempfile.mkdtemp(), verbosity=0)


@remember
def square(n: int) -> int:
  return n * n


def measure(calls: int) -> int:
  start = time.perf_counter_ns()
  for _ in range(calls):
    square(1234)
  return (time.perf_counter_ns() - start) // calls


square(1234)
measure(100)
print(min(measure(2000) for _ in range(5)))
