-- The editor's hand: what was decided about a story, and the words put in place of its own; its source's own dates; words
-- to search by.

ALTER TABLE story ADD COLUMN state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2); -- shown, hidden, withdrawn
ALTER TABLE story ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;  -- when; 0: not
ALTER TABLE story ADD COLUMN reason TEXT;                        -- of the state
ALTER TABLE story ADD COLUMN embargo INTEGER NOT NULL DEFAULT 0; -- not to be shown before; 0: none
ALTER TABLE story ADD COLUMN expires INTEGER NOT NULL DEFAULT 0; -- not to be shown from then on; 0: never
ALTER TABLE story ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0; -- the revision whose words are in the index; 0: none

CREATE INDEX story_unindexed ON story (id) WHERE indexed <> revision;

-- Words of a story's text that were put in place of others, in the order in which it was done.
CREATE TABLE correction (
    story  INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n      INTEGER NOT NULL CHECK (n >= 1),
    at     INTEGER NOT NULL,
    was    TEXT NOT NULL,
    is_now TEXT NOT NULL,
    reason TEXT,
    applies INTEGER NOT NULL, -- 0: the source no longer has the words that were corrected
    PRIMARY KEY (story, n)
) STRICT, WITHOUT ROWID;

ALTER TABLE revision ADD COLUMN original TEXT; -- as the source has it, where json has been corrected

-- What was decided, by the store's own time, never changed.
CREATE TABLE deed (
    n      INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    story  INTEGER NOT NULL,
    what   TEXT NOT NULL,
    reason TEXT
) STRICT;

-- The words of each revision, under story << 20 | n. Those of earlier revisions stay and are passed over: an index without
-- contents cannot forget without being told all it has.
CREATE VIRTUAL TABLE words USING fts5 (headline, body, content = '', tokenize = "unicode61 remove_diacritics 2");
