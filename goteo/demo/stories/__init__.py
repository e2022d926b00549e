"""The demo projects, in the order in which they are made: the newest of the site comes last."""

from goteo.demo.stories import air, harbour, housing, radio, seeds, springs, tractor

STORIES = (
    harbour.STORY,
    housing.STORY,
    air.STORY,
    tractor.STORY,
    springs.STORY,
    seeds.STORY,
    radio.STORY,
)
