// picture.mjs PLAN: the picture for the README: a front on a phone, light, and a story on a desk, dark, side by side.
import fs from 'node:fs';
import { chromium } from 'playwright-core';

const plan = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const HEIGHT = 560;
const SCREENS = [{ path: plan.front, width: 320, scheme: 'light' }, { path: plan.story, width: 700, scheme: 'dark' }];

const browser = await chromium.launch({ executablePath: plan.chromium, chromiumSandbox: !plan.asRoot,
  args: plan.asRoot ? ['--no-sandbox'] : [] });
const images = [];
for (const { path, width, scheme } of SCREENS) {
  const page = await browser.newPage({ viewport: { width, height: HEIGHT }, colorScheme: scheme });
  await page.goto(new URL(path, plan.demo).href);
  images.push(`<img width=${width} height=${HEIGHT} src=data:image/png;base64,${(await page.screenshot()).toString('base64')}>`);
  await page.close();
}
const gap = 16;
const page = await browser.newPage({ viewport: { width: SCREENS[0].width + SCREENS[1].width + 3 * gap, height: HEIGHT + 2 * gap } });
await page.setContent(`<style>body{margin:0;padding:${gap}px;display:flex;gap:${gap}px;background:#ccd}img{border-radius:8px}</style>` +
  images.join(''));
await page.screenshot({ path: plan.picture });
await browser.close();
