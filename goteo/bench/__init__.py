"""Benchmarks: what is measured, on which data, and how it is told. docs/operation/benchmarks.md.

Each part is a module with `run(options) -> Report`, named in `__main__`.
"""
