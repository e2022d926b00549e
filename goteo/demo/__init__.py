"""The demo: sixteen projects with their people and gifts, made by the same use-cases as real ones.

Each project is a `Story` (goteo/demo/stories). `making` tells it to the platform step by step, and
every step can be repeated, so that a run that was killed is finished by the next one.
"""
