/* theme.h: a newsroom's own look: a folder of style, fragments, words and a logo. */
#ifndef WIRECOPY_THEME_H
#define WIRECOPY_THEME_H
#include "wirecopy/render.h"

WIRE_BEGIN

/* Reads a theme's folder: style.css; and, where they are there, story.css and front.css, which stand behind it on their
 * pages; head.html, top.html and bottom.html, fragments of every page; logo.svg; words.ini. What is missing is the
 * built-in theme's, or nothing.
 * out    *theme: the caller's
 * fails  WIRE_ECONFIG: "FILE:LINE: what is wrong": an element left open, a script, an address that a page would load
 * from elsewhere, a slot that there is not, too many bytes, a fixed word that is missing, a file that no theme has;
 *        WIRE_EIO; WIRE_ENOMEM
 * by     docs/themes.md */
WIRE_API WIRE_USE wire_code wire_theme_load_folder(wire_str folder, wire_theme **theme, wire_error *err);
/* Writes the built-in theme into a folder, to be changed; makes the folder.
 * fails  WIRE_EIO: "FILE: File exists": nothing of it is overwritten */
WIRE_API WIRE_USE wire_code wire_theme_write_folder(wire_str folder, wire_error *err);

WIRE_END
#endif
