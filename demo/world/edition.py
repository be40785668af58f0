"""An edition of the demo's papers: its wirecopy.ini."""

REVIEW = "The Inland Sea Review"


def ini_text(worlds, feeds):
    """wirecopy.ini for one paper, or for a press review of many."""
    publisher = worlds[0].publisher
    links = "\n".join(f"link = {text}, {url}" for text, url in publisher.legal)
    name = publisher.name if len(worlds) == 1 else REVIEW
    sources = "\n".join(f"""[source {world.publisher.key if len(worlds) > 1 else 'harbour'}]
url = {feed}
rights = own
network = local
""" for world, feed in zip(worlds, feeds))
    return f"""; The demo's edition: newspapers on this machine, made by demo/run
[edition]
name = {name}
url = https://lite.harbourlight.example/
language = {publisher.language}
timezone = {publisher.timezone}
full-site = {publisher.address}
copyright = {publisher.copyright}
{links}

{sources}"""
