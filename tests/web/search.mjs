// node search.mjs CATALOGUE.html WORDS…: types each into the search box, and prints as JSON which leaflets are left.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file, ...searches] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium" });
const page = await browser.newPage({ offline: true });
await page.goto(pathToFileURL(resolve(file)).href);
const found = {};
for (const words of searches) {
  await page.fill("#words", words);
  found[words] = await page.$$eval("li[data-find]:not([hidden]) .links a:first-child", (links) =>
    links.filter((link) => link.offsetParent).map((link) => link.getAttribute("href")),
  );
}
await browser.close();
console.log(JSON.stringify(found));
