"""The demo projects, in the order in which they are made."""

from goteo.demo.stories import springs

STORIES = (springs.STORY,)
