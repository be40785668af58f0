/* flow.h: what elements do to the flow of text. */
#ifndef WIRECOPY_EXTRACT_FLOW_H
#define WIRECOPY_EXTRACT_FLOW_H
#include "parse/dom.h"

/* Tags, by what they do to the flow of text. */
enum { FLOW_INLINE, FLOW_BLOCK, FLOW_SKIP, FLOW_BREAK, FLOW_HEAD, FLOW_MEDIUM };

static inline uint8_t wire__flow_of(uintptr_t tag)
{
    switch (tag) {
    case LXB_TAG_SCRIPT:
    case LXB_TAG_STYLE:
    case LXB_TAG_TEMPLATE:
    case LXB_TAG_SVG:
    case LXB_TAG_SELECT:
    case LXB_TAG_TEXTAREA:
    case LXB_TAG_BUTTON:
    case LXB_TAG_CANVAS:
    case LXB_TAG_OBJECT:
    case LXB_TAG_NOSCRIPT:
    case LXB_TAG_DIALOG:
    case LXB_TAG_DATALIST:
    case LXB_TAG_MAP:
    case LXB_TAG_NAV:
    case LXB_TAG_TITLE:
        return FLOW_SKIP;
    case LXB_TAG_BR:
        return FLOW_BREAK;
    case LXB_TAG_IMG:
    case LXB_TAG_IFRAME:
    case LXB_TAG_VIDEO:
    case LXB_TAG_AUDIO:
        return FLOW_MEDIUM;
    case LXB_TAG_HEAD:
    case LXB_TAG_META:
    case LXB_TAG_LINK:
    case LXB_TAG_BASE:
        return FLOW_HEAD;
    case LXB_TAG_A:
    case LXB_TAG_ABBR:
    case LXB_TAG_ACRONYM:
    case LXB_TAG_B:
    case LXB_TAG_BDI:
    case LXB_TAG_BDO:
    case LXB_TAG_BIG:
    case LXB_TAG_CITE:
    case LXB_TAG_CODE:
    case LXB_TAG_DATA:
    case LXB_TAG_DEL:
    case LXB_TAG_DFN:
    case LXB_TAG_EM:
    case LXB_TAG_FONT:
    case LXB_TAG_I:
    case LXB_TAG_INS:
    case LXB_TAG_KBD:
    case LXB_TAG_LABEL:
    case LXB_TAG_MARK:
    case LXB_TAG_MATH:
    case LXB_TAG_METER:
    case LXB_TAG_NOBR:
    case LXB_TAG_OUTPUT:
    case LXB_TAG_PICTURE:
    case LXB_TAG_PROGRESS:
    case LXB_TAG_Q:
    case LXB_TAG_RUBY:
    case LXB_TAG_RB:
    case LXB_TAG_RT:
    case LXB_TAG_RP:
    case LXB_TAG_S:
    case LXB_TAG_SAMP:
    case LXB_TAG_SMALL:
    case LXB_TAG_SPAN:
    case LXB_TAG_STRIKE:
    case LXB_TAG_STRONG:
    case LXB_TAG_SUB:
    case LXB_TAG_SUP:
    case LXB_TAG_TIME:
    case LXB_TAG_TT:
    case LXB_TAG_U:
    case LXB_TAG_VAR:
    case LXB_TAG_WBR:
    case LXB_TAG_SOURCE:
    case LXB_TAG_TRACK:
    case LXB_TAG_INPUT:
    case LXB_TAG_PARAM:
    case LXB_TAG_EMBED:
        return FLOW_INLINE;
    default:
        return FLOW_BLOCK;
    }
}

#endif
