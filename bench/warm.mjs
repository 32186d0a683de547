// node warm.mjs PAGE.html TIMES: prints a page to a tagged PDF again and again in one browser, and tells the seconds of
// each time, as JSON. For bench.py.
import { chromium } from "../tests/web/node_modules/playwright-core/index.mjs";

const [file, times] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--disable-gpu"] });
const context = await browser.newContext();
const seconds = [];
for (let time = 0; time <= Number(times); time++) {
  const started = performance.now();
  const page = await context.newPage();
  await page.goto(`file://${file}`);
  await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true });
  await page.close();
  if (time) seconds.push((performance.now() - started) / 1000); // the first one warms it
}
await browser.close();
console.log(JSON.stringify(seconds));
