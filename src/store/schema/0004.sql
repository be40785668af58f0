-- What a feed said of an address when it was last asked for, and when bytes came from it last; what a revision was read
-- from.

ALTER TABLE visit ADD COLUMN said INTEGER NOT NULL DEFAULT 0;  -- hash; 0: no feed spoke of it
ALTER TABLE visit ADD COLUMN whole INTEGER NOT NULL DEFAULT 0; -- time of the last answer that was no 304; 0: unknown

ALTER TABLE revision ADD COLUMN source_hash INTEGER; -- XXH3 of the bytes it was read from
