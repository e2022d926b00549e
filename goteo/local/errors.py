"""What the local platform says to the person at the terminal when it cannot go on."""


class CannotStart(Exception):
    """One sentence that says what is wrong and, where known, the command that mends it."""


class StopRequested(Exception):
    """Ctrl-C, SIGTERM or SIGHUP arrived while something was being waited for."""
