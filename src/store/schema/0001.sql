-- The first schema. Times are Unix seconds, UTC. Files of this folder are never changed once released: what comes
-- later is the next file, and the store's user_version says how many have been run.

CREATE TABLE source (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE,        -- [source NAME] of wirecopy.ini
    rights INTEGER NOT NULL CHECK (rights BETWEEN 0 AND 2) -- personal, licensed, own
) STRICT;

-- A story as lists show it: no text, so that going through all of them stays cheap.
CREATE TABLE story (
    id           INTEGER PRIMARY KEY,
    key          TEXT NOT NULL UNIQUE,  -- canonical address, else what the input was called
    path         TEXT NOT NULL UNIQUE,  -- in the edition, for ever
    source       INTEGER NOT NULL REFERENCES source (id),
    section      TEXT NOT NULL,
    first_seen   INTEGER NOT NULL,
    published    INTEGER NOT NULL,
    headline     TEXT NOT NULL,
    language     TEXT,
    summary      TEXT,
    revision     INTEGER NOT NULL CHECK (revision >= 1), -- the current one's n
    last_changed INTEGER NOT NULL,
    hash         INTEGER NOT NULL,      -- of the current revision's JSON
    sense        INTEGER NOT NULL       -- of what it says: decides whether a next one is a revision
) STRICT;

CREATE INDEX story_newest ON story (published DESC, id);
CREATE INDEX story_source ON story (source);

CREATE TABLE revision (
    story INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    n     INTEGER NOT NULL CHECK (n >= 1),
    at    INTEGER NOT NULL,             -- when it came
    hash  INTEGER NOT NULL,
    json  TEXT NOT NULL,                -- the whole story, docs/contract.md
    PRIMARY KEY (story, n)
) STRICT;

-- What fetching knows of an address.
CREATE TABLE visit (
    url           TEXT PRIMARY KEY,
    source        TEXT,                 -- by name: an address is visited before its source has a story
    etag          TEXT,
    last_modified TEXT,
    at            INTEGER NOT NULL,
    due           INTEGER NOT NULL,
    status        INTEGER NOT NULL,
    n_fails       INTEGER NOT NULL,
    n_bytes       INTEGER NOT NULL,
    story         INTEGER REFERENCES story (id) ON DELETE SET NULL,
    error         TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX visit_story ON visit (story) WHERE story IS NOT NULL;

-- Facts of the store as a whole: now, the time of the last fetch or import.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
