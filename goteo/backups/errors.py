"""Why a backup was not made or not restored, in one sentence for the operator's terminal."""


class BackupFailed(Exception):
    """Nothing that looks like a backup, or like a restored platform, was left behind."""
