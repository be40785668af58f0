/* utf32.h: feeds in UTF-32, which the web's standard of encodings leaves out. Inside the library only. */
#ifndef WIRECOPY_PARSE_UTF32_H
#define WIRECOPY_PARSE_UTF32_H
#include "wirecopy/out.h"

/* True for bytes that are UTF-32, by their mark or by where their zeros are. */
bool wire__is_utf32(wire_str bytes);
/* Writes the text as UTF-8, without its mark; what is no character as U+FFFD. in  bytes: UTF-32 */
void wire__utf32_read(wire_str bytes, wire_out *out);

#endif
