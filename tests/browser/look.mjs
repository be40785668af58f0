// look.mjs PLAN: the contact sheet of `make demo-look`: screens of the edition (phone and desk, light and dark, right to left), and a page of
// each paper beside its lite twin. Leaves sheet.html with the pictures inside, and sheet.png, for people to look at.
import fs from 'node:fs';
import { chromium } from 'playwright-core';

const plan = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const SIZES = { phone: { width: 360, height: 640 }, desk: { width: 1100, height: 760 } };
const SHOWN = { phone: 180, desk: 400 }; // pixels that a picture takes on the sheet
const SHEET_WIDTH = 1280;

const browser = await chromium.launch({ executablePath: plan.chromium, chromiumSandbox: !plan.asRoot,
  args: plan.asRoot ? ['--no-sandbox'] : [] });

/* A screen as a figure. The papers' pages ask for pictures that are nowhere; nothing is let out to look for them. */
async function figure({ url, label, size, scheme }) {
  const page = await browser.newPage({ viewport: SIZES[size], colorScheme: scheme, javaScriptEnabled: false });
  await page.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => route.abort());
  await page.goto(url, { waitUntil: 'load', timeout: 30000 });
  const data = (await page.screenshot({ type: 'jpeg', quality: 80 })).toString('base64');
  await page.close();
  const { width, height } = SIZES[size];
  return `<figure><img width=${SHOWN[size]} height=${Math.round(SHOWN[size] * height / width)} alt="" src="data:image/jpeg;base64,${data}">` +
    `<figcaption>${label}</figcaption></figure>`;
}

const parts = [];
for (const { title, screens } of plan.rows) {
  const figures = [];
  for (const screen of screens) figures.push(await figure(screen));
  parts.push(`<h2>${title}</h2><section>${figures.join('')}</section>`);
}
const html = `<!doctype html><meta charset=utf-8><title>Contact sheet</title><style>body{margin:0;padding:16px;background:#ccd;font:13px sans-serif}` +
  `h2{font-size:15px;margin:12px 0 6px}section{display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start}figure{margin:0}` +
  `img{display:block;border-radius:4px}figcaption{padding:2px}</style>${parts.join('')}`;
fs.writeFileSync(`${plan.folder}/sheet.html`, html);
const sheet = await browser.newPage({ viewport: { width: SHEET_WIDTH, height: 800 } });
await sheet.setContent(html);
await sheet.screenshot({ path: `${plan.folder}/sheet.png`, fullPage: true });
if (plan.picture) {
  const [, style, first] = html.match(/^([\s\S]*?<\/style>)<h2>.*?<\/h2>([\s\S]*?<\/section>)/);
  await sheet.setViewportSize({ width: 32 + 6 * 180 + 5 * 12, height: 100 });
  await sheet.setContent(style + first);
  await sheet.screenshot({ path: plan.picture, fullPage: true });
}
await browser.close();
