/* opml.h: subscriptions become sources. Inside the library only. */
#ifndef WIRECOPY_RUN_OPML_H
#define WIRECOPY_RUN_OPML_H
#include "wirecopy/run.h"

/* True for a file that is OPML by its bytes. Takes nothing from a pipe. */
bool wire__is_opml(const wire_input *input);
/* Adds the feeds that a list of subscriptions names to wirecopy.ini, a folder's under its section; those that are there
 * already stay as they are.
 * in     page: OPML. out  *n_added, *n_named: feeds in it
 * fails  WIRE_EFORMAT; WIRE_ELIMIT; WIRE_ECONFIG: wirecopy.ini would be none any more; WIRE_EIO; WIRE_ENOMEM */
WIRE_USE wire_code wire__opml_take(const wire_edition *edition, const wire_run_opts *opts, const wire_page *page,
                                   size_t *n_added, size_t *n_named, wire_error *err);
/* The same of a file. */
WIRE_USE wire_code wire__opml_import(const wire_edition *edition, const wire_run_opts *opts, const wire_input *input,
                                     size_t *n_added, size_t *n_named, wire_error *err);

#endif
