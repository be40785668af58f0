/* text.h: the plain text of blocks, for those who write part of a story. Inside the library only. */
#ifndef WIRECOPY_MODEL_TEXT_H
#define WIRECOPY_MODEL_TEXT_H
#include "wirecopy/story.h"

/* Writes the body text of blocks [from, to), as wire_story_body does for all. */
void wire__body_part(const wire_story *story, uint32_t from, uint32_t to, wire_out *out);
/* Words of its body text. */
uint64_t wire__story_words(const wire_story *story);

#endif
