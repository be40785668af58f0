/* correct.h: words of a story put in place of others, wherever they stand. Inside the library only. */
#ifndef WIRECOPY_MODEL_CORRECT_H
#define WIRECOPY_MODEL_CORRECT_H
#include "wirecopy/story.h"

typedef struct wire__correction {
    wire_str was, is_now; /* was: not empty */
    bool applies;         /* out: the story had the words */
} wire__correction;

/* Makes a copy of a story in which each correction, in its order, has been applied to headlines, standfirst, authors,
 * description, captions and the text of every block; a block that says nothing then is gone. out    *made: the
 * caller's, ends with wire_story_free fails  WIRE_ENOMEM; WIRE_ELIMIT: it would be too large */
WIRE_USE wire_code wire__story_correct(const wire_story *story, wire__correction *corrections, size_t n,
                                       wire_story **made, wire_error *err);

#endif
