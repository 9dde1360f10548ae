"""Ports: is the public one free, and which ones may the inner processes take."""

import random
import socket

INNER_RANGE = range(20_000, 32_000)
"""Below the range from which Linux serves outgoing connections, which could take one of ours
between choosing it and Rasa's listening there seconds later."""


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def choose_ports(count: int, host: str = "127.0.0.1") -> list[int]:
    """Different free ports, drawn by chance so that two instances do not meet.

    Raises:
        OSError: hardly any port of the range is free.
    """
    candidates = random.sample(INNER_RANGE, k=200)
    free = [port for port in candidates if is_free(host, port)]
    if len(free) < count:
        raise OSError(f"no {count} free ports between {INNER_RANGE[0]} and {INNER_RANGE[-1]}")
    return free[:count]
