"""``python -m bench.papers.working NAME CACHE``: a contestant; a place comes in on a line, what its letter took goes out."""

from __future__ import annotations

import base64
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from django.conf import settings


def cpu() -> float:
    """Seconds of the processor that this process, its threads and its ended children have had."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def main(name: str, cache: str) -> None:
    """Answer until the input ends."""
    settings.configure(USE_I18N=False)
    from documents import typefaces

    typefaces.ready(Path(cache))
    from bench.papers import contestants, parts

    with tempfile.TemporaryDirectory() as folder:
        makes = {**contestants.ALL, **parts.ALL}[name](Path(folder))
        for line in sys.stdin:
            place, keep = map(int, line.split())
            before = cpu()
            pdf = makes(place)
            said = {
                "cpu": (cpu() - before) * 1000,
                "size": len(pdf),
                "bytes": base64.b64encode(pdf).decode() if keep else "",
            }
            print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
