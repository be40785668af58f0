-- What the pages of a source have in common: bytes of wirecopy/memory.h.

CREATE TABLE memory (
    source TEXT PRIMARY KEY, -- by name, as in visit
    at     INTEGER NOT NULL,
    traits BLOB NOT NULL
) STRICT, WITHOUT ROWID;
