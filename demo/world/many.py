"""A great many stories, for load: a paper's own, and then its own again, of earlier days, their paragraphs in another order and one of
another story among them. Nobody should read them."""
import copy
from dataclasses import replace
from datetime import timedelta

from .chance import Chance
from .kernel import KernelError

FEED_LENGTH = 1000


def again(story, turn, others, chance):
    """The story once more, of some days before."""
    made, back = copy.copy(story), timedelta(days=turn)
    made.slug = f"{story.slug}-again-{turn}"  # as no text of ours is called
    made.head = {key: value for key, value in story.head.items() if key != "copy"}
    made.head["headline"] = f"{story.head['headline']} ({turn + 1})"
    made.published, made.updated = story.published - back, story.updated and story.updated - back
    if any(block.kind == "update" for block in story.blocks):
        made.blocks = [replace(block, moment=block.moment - back, edited=block.edited and block.edited - back) if block.kind == "update" else block
                       for block in story.blocks]
        return made
    texts = [block for block in chance.pick(others).blocks if block.kind == "paragraph"]
    at = turn % len(story.blocks)
    made.blocks = [block for block in story.blocks[at:] + story.blocks[:at] if block.kind != "related"] + texts[:1]
    return made


def grow(world, n):
    """The world with n stories, newest first; fewer than it has are its newest."""
    if n > len(world.stories) and not world.stories:
        raise KernelError(f"{world.publisher.key}: no story to make others of")
    stories = world.stories[:n]
    for i in range(len(stories), n):
        story = world.stories[i % len(world.stories)]
        stories.append(again(story, i // len(world.stories), world.stories, Chance(world.seed, "many", i)))
    stories.sort(key=lambda story: (-int(story.published.timestamp()), story.slug))
    return replace(world, stories=stories, by_slug={**world.by_slug, **{story.slug: story for story in stories}}, feed_length=FEED_LENGTH)
