"""Measurements that the README quotes; run as modules, e.g. python -m bench.speed."""
