"""The demo projects, in the order in which they are made: the newest of the site comes last."""

from goteo.demo.stories import (
    air,
    booking,
    carers,
    cinema,
    garden,
    harbour,
    housing,
    ledgers,
    memory,
    mending,
    radio,
    seeds,
    springs,
    sun,
    textbook,
    tractor,
)

STORIES = (
    ledgers.STORY,
    cinema.STORY,
    harbour.STORY,
    booking.STORY,
    housing.STORY,
    air.STORY,
    textbook.STORY,
    memory.STORY,
    mending.STORY,
    carers.STORY,
    tractor.STORY,
    springs.STORY,
    sun.STORY,
    garden.STORY,
    seeds.STORY,
    radio.STORY,
)
