-- Where an address leads for good, what must be remembered besides stories, and which stories share one text.

ALTER TABLE visit ADD COLUMN moved TEXT; -- asked instead: a permanent redirect's target, or the feed that a page names

-- By name: a host's robots.txt, how far an archive has been imported.
CREATE TABLE note (
    name TEXT PRIMARY KEY,
    at   INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The earliest story with the same text, though its address is another: docs/decisions/twins.md.
ALTER TABLE story ADD COLUMN twin INTEGER REFERENCES story (id) ON DELETE SET NULL;

ALTER TABLE story ADD COLUMN n_shingles INTEGER; -- of its current revision

CREATE INDEX story_twin ON story (twin) WHERE twin IS NOT NULL;

-- Of every run of three words of a text, one in twenty-four, by its hash; those of earlier revisions stay. No foreign key
-- and no second index: this table takes forty writes a story.
CREATE TABLE shingle (
    hash  INTEGER NOT NULL,
    story INTEGER NOT NULL,
    PRIMARY KEY (hash, story)
) STRICT, WITHOUT ROWID;
