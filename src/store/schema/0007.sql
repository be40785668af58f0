-- The addresses under which a publisher shows one story: what is left of a key without what tells them apart (identity.c).

ALTER TABLE story ADD COLUMN fold INTEGER; -- hash; NULL: no address, or from before

CREATE INDEX story_fold ON story (fold) WHERE fold IS NOT NULL;
