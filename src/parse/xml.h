/* xml.h: foreign XML is mended before a parser sees it. Inside the library only. */
#ifndef WIRECOPY_PARSE_XML_H
#define WIRECOPY_PARSE_XML_H
#include "wirecopy/out.h"

/* Makes the document so that a parser gets through it: the XML declaration and the DOCTYPE are left out, so that there
 * is nothing to load or to expand; references to HTML's entities and to those that the DOCTYPE declares as plain text
 * become characters; a bare "&" or "<" is escaped; forbidden characters are left out. Linear; what the DOCTYPE declares
 * grows the document by a few MB at most.
 * in     xml: UTF-8
 * out    *is_mended: something was ill-formed
 * gives  what to parse: `xml` itself from its root on, where nothing need be mended; else what was written */
wire_str wire__xml_mend(wire_str xml, wire_out *out, bool *is_mended);
#endif
