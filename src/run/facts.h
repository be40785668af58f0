/* facts.h: what a page does not say of its story, said by the feed or by what was known before. Inside the library
 * only. */
#ifndef WIRECOPY_RUN_FACTS_H
#define WIRECOPY_RUN_FACTS_H
#include "wirecopy/feed.h"

/* Fills in what is missing. Texts are copied into the story's arena. fails  WIRE_ENOMEM */
WIRE_USE wire_code wire__facts_from_feed(wire_story *story, const wire_feed *feed, const wire_entry *entry,
                                         wire_error *err);
WIRE_USE wire_code wire__facts_from_story(wire_story *story, const wire_story *older, wire_error *err);

/* Makes a story of an entry alone, out of the text that the feed has of it.
 * out    *story: the caller's
 * fails  WIRE_NONE: the feed has no text of it but a summary; WIRE_ENOMEM */
WIRE_USE wire_code wire__facts_story(const wire_feed *feed, const wire_entry *entry, wire_story **story,
                                     wire_error *err);

#endif
