"""What runs beside the answers: deliveries and jobs in every process, the rest in one of them for all."""

from rotunda.entrypoints.installation import Installation


def keep_working(installation: Installation, *, jobs: bool = True, list_now: bool = True) -> None:
    """From now on. `jobs`: they are done in this process, too. `list_now`: whoever comes to lead begins with asking the
    sources for their customers.
    """
    installation.inbox.worker.start()
    if jobs:
        installation.worker.start()
    loops = installation.directory, installation.book, installation.suggesting, installation.settling

    def begin() -> None:
        for loop in loops:
            loop.start()
        if list_now:
            installation.directory.refresh_soon()

    async def end() -> None:
        for loop in loops:
            await loop.stop()

    installation.cluster.stand(begin, end)
