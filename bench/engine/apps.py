"""The benchmark as an application of Django: viewflow finds the courses of applications only."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """Courses of the benchmark."""

    name = "bench.engine"
    label = "bench_engine"
