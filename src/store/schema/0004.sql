-- What a feed said of an address when it was last asked for, and when bytes came from it last; what a revision was read
-- from.

ALTER TABLE visit ADD COLUMN said INTEGER NOT NULL DEFAULT 0;  -- hash; 0: no feed spoke of it
ALTER TABLE visit ADD COLUMN whole INTEGER NOT NULL DEFAULT 0; -- time of the last answer that was no 304; 0: unknown

ALTER TABLE revision ADD COLUMN source_hash INTEGER; -- XXH3 of the bytes it was read from

-- One key for the addresses under which a publisher shows one story (identity.c); where that is taken, the old one stays.
UPDATE OR IGNORE story SET key = replace(key, '://www.', '://') WHERE key LIKE 'http%://www.%.%';
UPDATE OR IGNORE story SET key = replace(replace(key, '/?', '?'), '/amp/', '/') WHERE key LIKE 'http%/?%' OR key LIKE 'http%/amp/';
UPDATE OR IGNORE story SET key = rtrim(key, '/') WHERE key LIKE 'http%/';
