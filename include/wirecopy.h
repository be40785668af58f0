/* wirecopy.h: all of libwirecopy. Data goes one way: fetch, parse, extract, analyze, store, render, press, serve. */
#ifndef WIRECOPY_H
#define WIRECOPY_H
#include "wirecopy/address.h"
#include "wirecopy/base.h"
#include "wirecopy/codec.h"
#include "wirecopy/edition.h"
#include "wirecopy/feed.h"
#include "wirecopy/fetch.h"
#include "wirecopy/out.h"
#include "wirecopy/page.h"
#include "wirecopy/press.h"
#include "wirecopy/read.h"
#include "wirecopy/render.h"
#include "wirecopy/robots.h"
#include "wirecopy/run.h"
#include "wirecopy/serve.h"
#include "wirecopy/store.h"
#include "wirecopy/story.h"
#include "wirecopy/theme.h"
#include "wirecopy/time.h"
#include "wirecopy/warc.h"
#endif
