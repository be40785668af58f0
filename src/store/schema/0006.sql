-- Small photos: which ones a story shows, and what was made of them.

CREATE TABLE photo (
    id      INTEGER PRIMARY KEY,
    url     TEXT NOT NULL UNIQUE,
    due     INTEGER NOT NULL DEFAULT 0,  -- not asked for before
    n_fails INTEGER NOT NULL DEFAULT 0,
    error   TEXT,                        -- of the last failure
    width   INTEGER NOT NULL DEFAULT 0,
    height  INTEGER NOT NULL DEFAULT 0,
    hash    INTEGER NOT NULL DEFAULT 0,  -- of body
    body    BLOB                         -- WebP
) STRICT;

CREATE INDEX photo_wanted ON photo (due) WHERE body IS NULL;

-- In the order of the story's blocks, from 1.
CREATE TABLE story_photo (
    story INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n     INTEGER NOT NULL CHECK (n >= 1),
    photo INTEGER NOT NULL REFERENCES photo (id),
    PRIMARY KEY (story, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX story_photo_photo ON story_photo (photo);

ALTER TABLE story ADD COLUMN pictured INTEGER NOT NULL DEFAULT 0; -- the revision whose photos are noted; 0: none

CREATE INDEX story_unpictured ON story (id) WHERE pictured <> revision;

-- What a press plans with, sixteen stories in one piece (sqlite_brief.c): going through all of them costs a tenth of what
-- their columns do. Written with every change of a story.
CREATE TABLE brief (
    shard INTEGER PRIMARY KEY, -- a story's id, divided by 16
    body  BLOB NOT NULL
) STRICT;
