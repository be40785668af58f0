// pages.mjs PLAN: opens the pages that tests/browser/run names and holds them to what an edition promises.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const plan = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [{ name: 'phone', width: 320, height: 640 }, { name: 'desk', width: 1100, height: 800 }];
const SCHEMES = ['light', 'dark'];
const FIRST_FLIGHT = 14600; // bytes: ten segments of 1,460, what a server may send before it has heard back
const RTL = /^(ar|arc|ckb|dv|fa|he|ks|ku-Arab|ps|sd|ug|ur|yi)(-|$)/i;

let passed = 0;
let failed = plan.failedBefore;

function check(where, what, is, detail) {
  if (is) {
    passed++;
    return;
  }
  failed++;
  console.log(`FAILED ${where}: ${what}${detail === undefined ? '' : ': ' + JSON.stringify(detail).slice(0, 600)}`);
}

/* What a page does beyond being shown, from its first byte on. */
function watch(page) {
  const seen = { requests: [], dialogs: [], navigations: 0, popups: 0, errors: [], downloads: 0 };
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) seen.requests.push(request.url());
  });
  page.on('dialog', (dialog) => {
    seen.dialogs.push(dialog.message());
    dialog.dismiss().catch(() => {});
  });
  page.on('framenavigated', () => seen.navigations++);
  page.on('popup', () => seen.popups++);
  page.on('download', () => seen.downloads++);
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  return seen;
}

/* Runs in the page: whatever is not what Wirecopy itself writes. */
function findForeign() {
  const elements = new Set(('html head meta title link style body a aside article nav main header hgroup footer h1 h2 h3 h4 h5 h6 p b small time ' +
    'div script table tbody tr td th ul ol li pre figure figcaption span bdi br section strong em code sub sup s blockquote').split(' '));
  const attributes = new Set(('lang dir charset name content rel href type datetime id role tabindex scope aria-label ' +
    'aria-current property').split(' '));
  const ids = { main: /^m$/, section: /^u-?[\w-]+$/, h2: /^[a-z0-9-]+$/ };
  const found = [];
  for (const element of document.querySelectorAll('*')) {
    const name = element.tagName.toLowerCase();
    if (!elements.has(name) || element.namespaceURI !== 'http://www.w3.org/1999/xhtml') found.push(`<${name}>`);
    for (const attribute of element.attributes) {
      if (!attributes.has(attribute.name)) found.push(`<${name} ${attribute.name}>`);
      if (attribute.name === 'id' && !ids[name]?.test(attribute.value)) found.push(`<${name} id=${attribute.value}>`);
    }
    if (name === 'a' && !/^(https?|mailto):$/.test(element.protocol)) found.push(element.href);
    if (name === 'script' && (element.type !== 'application/ld+json' || !JSON.parse(element.text)['@type'])) found.push(element.outerHTML);
    if (name === 'meta' && element.hasAttribute('property') && !/^og:description$/.test(element.getAttribute('property'))) found.push(element.outerHTML);
    if (name === 'meta' && element.name && !/^(viewport|robots|description)$/.test(element.name)) found.push(element.outerHTML);
    if (name === 'link' && !/^(canonical|alternate|icon)$/.test(element.rel)) found.push(element.outerHTML);
  }
  for (const one of ['style', 'title', 'main', 'footer', 'h1'])
    if (document.querySelectorAll(one).length !== 1) found.push(`${document.querySelectorAll(one).length} of <${one}>`);
  if (document.querySelector('link[rel=icon]')?.getAttribute('href') !== 'data:,') found.push('asks for an icon');
  return found;
}

function stillness(where, seen, url) {
  check(where, 'one request', seen.requests.length === 1 && seen.requests[0] === url, seen.requests);
  check(where, 'no dialog, script, window or download', !seen.dialogs.length && !seen.errors.length && !seen.popups &&
    !seen.downloads, seen);
  check(where, 'one navigation', seen.navigations === 1, seen.navigations);
}

/* Runs in the page: links to be hit with a thumb that are smaller than 44 px. Links within a sentence are let off. */
function findSmallTargets() {
  const small = [];
  for (const link of document.querySelectorAll('nav a, footer a, h2 a, ol[role=list] a, main > p > a:only-child')) {
    if (link.closest('main > p') && link.parentNode.textContent.trim() !== link.textContent.trim()) continue;
    const box = link.getBoundingClientRect();
    if (box.height < 43.9 || box.width < 43.9) small.push(`${link.textContent}: ${box.width.toFixed(1)} x ${box.height.toFixed(1)}`);
  }
  return small;
}

/* Runs in the page: targets that lie over one another. */
function findOverlaps() {
  const boxes = [...document.querySelectorAll('nav a, footer a, ol[role=list] a')].map((a) => ({ text: a.textContent,
    box: a.getBoundingClientRect() }));
  const over = [];
  for (let i = 1; i < boxes.length; i++) {
    const a = boxes[i - 1].box, b = boxes[i].box;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1 && high > 1) over.push(`${boxes[i - 1].text} / ${boxes[i].text}: ${wide.toFixed(1)} x ${high.toFixed(1)}`);
  }
  return over;
}

/* Runs in the page: what sticks out of the window and cannot be scrolled to within its own box. */
function findWide() {
  const wide = [];
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > width) wide.push(`the page: ${document.scrollingElement.scrollWidth} of ${width}`);
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    if ((box.right > width + 0.5 || box.left < -0.5) && !element.closest('[tabindex="0"]') && getComputedStyle(element).position !== 'absolute')
      wide.push(`<${element.tagName.toLowerCase()}> ${box.left.toFixed(0)}..${box.right.toFixed(0)} of ${width}`);
  }
  return wide.slice(0, 5);
}

function readHead() {
  const html = document.documentElement;
  return { lang: html.lang, dir: html.dir || 'ltr', h1: document.querySelectorAll('h1').length, mode: document.compatMode,
    title: document.title, scripts: [...document.scripts].filter((s) => s.type !== 'application/ld+json').length };
}

async function axeFindings(page) {
  await page.evaluate(axe);
  const result = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags },
    resultTypes: ['violations'] }), AXE_TAGS);
  return result.violations.map((v) => ({ id: v.id, at: v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary}`) }));
}

/* The way past the links at the head: first by keyboard, unseen until then, then large enough. */
async function skipLink(page, where) {
  await page.keyboard.press('Tab');
  const link = await page.evaluate(() => {
    const a = document.activeElement, box = a.getBoundingClientRect();
    return { href: a.getAttribute('href'), top: box.top, height: box.height, width: box.width };
  });
  check(where, 'the first Tab shows the way to the text', link.href === '#m' && link.top >= 0 && link.height >= 44 &&
    link.width >= 44, link);
  await page.evaluate(() => document.activeElement.blur());
}

/* WCAG 1.4.12: readers' own spacing must not cut or push anything out. */
async function ownSpacing(page, where) {
  const style = await page.addStyleTag({ content: '*{line-height:1.5!important;letter-spacing:.12em!important;' +
    'word-spacing:.16em!important}p{margin-bottom:2em!important}' });
  const wide = await page.evaluate(findWide);
  check(where, "fits with a reader's own spacing", !wide.length, wide);
  await style.evaluate((element) => element.remove());
}

async function lookAt(context, base, what, size, scheme) {
  const where = `${what.name} ${size.name} ${scheme}`;
  const page = await context.newPage();
  const seen = watch(page);
  const url = new URL(what.path, base).href;
  const response = await page.goto(url, { waitUntil: 'load' });
  check(where, 'status', response.status() === (what.name === 'missing' ? 404 : 200), response.status());
  const sizes = await response.request().sizes();
  const bytes = sizes.responseHeadersSize + sizes.responseBodySize;
  check(where, `within the first ${FIRST_FLIGHT} bytes`, bytes > 0 && bytes <= FIRST_FLIGHT, bytes);
  const head = await page.evaluate(readHead);
  check(where, 'lang', head.lang === what.lang, head);
  check(where, 'dir', head.dir === (RTL.test(what.lang) ? 'rtl' : 'ltr'), head);
  check(where, 'one h1, a title, standards mode, no script', head.h1 === 1 && head.title && head.mode === 'CSS1Compat' &&
    head.scripts === 0, head);
  const foreign = await page.evaluate(findForeign);
  check(where, 'nothing but our own elements and attributes', !foreign.length, foreign);
  const wide = await page.evaluate(findWide);
  check(where, 'nothing wider than the window', !wide.length, wide);
  const small = await page.evaluate(findSmallTargets);
  check(where, 'targets of 44 px', !small.length, small);
  const overlaps = await page.evaluate(findOverlaps);
  check(where, 'targets apart', !overlaps.length, overlaps);
  await page.screenshot({ path: path.join(plan.shots, `${what.name}-${size.name}-${scheme}.png`), fullPage: !size.isZoomed });
  stillness(where, seen, url);
  const findings = await axeFindings(page);
  check(where, 'axe', !findings.length, findings);
  if (await page.$('#m')) await skipLink(page, where);
  else check(where, 'few links before the text', (await page.$$('nav:first-of-type a')).length <= 2);
  if (size.name === 'phone') await ownSpacing(page, where);
  await page.close();
}

/* One page opens them one after another: what an earlier one has left behind counts against the later. */
async function openHostile(page, seen, story) {
  Object.assign(seen, { requests: [], dialogs: [], navigations: 0, popups: 0, errors: [], downloads: 0 });
  const url = new URL(story, plan.hostile).href;
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(20); // what would run at once, or by a refresh in no time
  stillness(story, seen, url);
  const foreign = await page.evaluate(findForeign);
  check(story, 'nothing but our own elements and attributes', !foreign.length, foreign);
  const wide = await page.evaluate(findWide);
  check(story, 'nothing wider than the window', !wide.length, wide);
}

const browser = await chromium.launch({ executablePath: plan.chromium, chromiumSandbox: !plan.asRoot,
  args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', ...(plan.asRoot ? ['--no-sandbox'] : [])] });
console.log(`browser: Chromium ${browser.version()}, ${plan.pages.length + plan.worldPages.length} pages, ${plan.hostilePaths.length} hostile ones`);
fs.rmSync(plan.shots, { recursive: true, force: true });
fs.mkdirSync(plan.shots, { recursive: true });
/* 400 % of a window of 1,280 px; and what readers ask of the system: more contrast, colours of their own. */
const MANNERS = [
  { size: { name: 'zoomed', width: 320, height: 256, isZoomed: true }, how: { deviceScaleFactor: 4 } },
  { size: { name: 'contrast', width: 1100, height: 800 }, how: { contrast: 'more' } },
  { size: { name: 'forced', width: 320, height: 640 }, how: { forcedColors: 'active', colorScheme: 'dark' } },
];
/* The server's Content-Security-Policy is left out of account: a page must be harmless from any server. */
for (const size of WIDTHS) {
  for (const scheme of SCHEMES) {
    const context = await browser.newContext({ viewport: size, colorScheme: scheme, bypassCSP: true });
    for (const what of plan.pages) await lookAt(context, plan.demo, what, size, scheme);
    for (const what of plan.ownPages) await lookAt(context, plan.own, what, size, scheme);
    if ((size.name === 'phone') === (scheme === 'light')) // each size and each scheme, not each with each: there are many
      for (const what of plan.worldPages) await lookAt(context, plan.world, what, size, scheme);
    await context.close();
  }
}
for (const { size, how } of MANNERS) {
  const context = await browser.newContext({ viewport: size, bypassCSP: true, ...how });
  for (const what of plan.pages.filter((page) => /^(front|section|day|story-(en-GB|ar|ja)|story-with.*)$/.test(page.name)))
    await lookAt(context, plan.demo, what, size, 'own');
  for (const what of plan.ownPages) await lookAt(context, plan.own, what, size, 'own');
  await context.close();
}
const context = await browser.newContext({ viewport: WIDTHS[0], bypassCSP: true });
const still = await context.newPage();
const seen = watch(still);
for (const story of ['', ...plan.hostilePaths]) await openHostile(still, seen, story);
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
