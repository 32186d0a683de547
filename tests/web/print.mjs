// node print.mjs PAGE.html OUT.pdf: prints a page as a browser does by default, without the graphics of the background.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file, pdf] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium" });
const page = await browser.newPage({ offline: true, colorScheme: "dark" });
await page.goto(pathToFileURL(resolve(file)).href);
await page.pdf({ path: pdf, format: "A4", printBackground: false });
await browser.close();
console.log("{}");
