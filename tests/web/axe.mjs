// node axe.mjs phone|desk FILE.html…: opens each page as on such a screen, light and dark, without a network, and prints
// what axe-core and the browser find there, as JSON: {"violations": [finding…], "incomplete": [finding…]}.
// Incomplete is what axe-core leaves to a person's eye. The exit code tells only whether the pages could be opened.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";

const RULES = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice", "experimental"],
  resultTypes: ["violations", "incomplete"],
};
// What may be wrong in the dark and not in the light: colours. All else was looked at before.
const IN_THE_DARK = { ...RULES, runOnly: ["cat.color"] };
const DEVICES = {
  phone: { viewport: { width: 320, height: 700 }, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1280, height: 900 } },
};

const [screen, ...files] = process.argv.slice(2);
const found = { violations: [], incomplete: [] };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--disable-gpu", "--disable-quic"], // Playwright adds --no-sandbox and what else keeps a browser quiet
});
await look(DEVICES[screen]);
await browser.close();
console.log(JSON.stringify(found, null, 1));

async function look(device) {
  const context = await browser.newContext({ ...device, offline: true });
  const { width } = device.viewport;
  for (const file of files) {
    const url = pathToFileURL(resolve(file)).href;
    let scheme = "light";
    const add = (kind, rule, impact, help, target, summary) =>
      found[kind].push({ file, width, scheme, rule, impact, help, target, summary });
    const fault = (...finding) => add("violations", ...finding);

    const page = await context.newPage();
    page.on("request", (request) => {
      if (request.url() !== url && !request.url().startsWith("data:"))
        fault("request", "serious", "A page asks for nothing but itself", request.url(), request.resourceType());
    });
    page.on("console", (message) => {
      if (message.type() === "error") fault("console", "serious", "No errors", message.location().url, message.text());
    });
    page.on("pageerror", (error) => fault("page-error", "serious", "No errors in scripts", url, error.message));

    // A phone opens pages without their scripts, a desk with them: they have to do either way.
    // Then scripting is on, since axe-core waits for timers.
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setScriptExecutionDisabled", { value: Boolean(device.isMobile) });
    await page.goto(url);
    await session.send("Emulation.setScriptExecutionDisabled", { value: false });

    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
    if (wide > width) {
      const target = await page.evaluate(sticksOut, width);
      fault("overflow", "serious", "No scrolling sideways (WCAG 1.4.10)", target, `${wide} px in a ${width} px window`);
    }

    await page.evaluate(axe.source);
    for (scheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: scheme });
      const result = await page.evaluate((rules) => globalThis.axe.run(rules), scheme === "dark" ? IN_THE_DARK : RULES);
      for (const kind of Object.keys(found))
        for (const { id, impact, help, nodes } of result[kind])
          for (const node of nodes) add(kind, id, impact, help, node.target.join(" "), node.failureSummary);
    }
    await page.close();
  }
}

function sticksOut(width) {
  const elsewhere = ({ left, right }) => left < 0 || right > width;
  const out = [...document.body.querySelectorAll("*")].filter((element) => elsewhere(element.getBoundingClientRect()));
  const found = out.slice(0, 5).map((element) => element.cloneNode(false).outerHTML.slice(0, 100));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode() && found.length < 10) {
    range.selectNodeContents(texts.currentNode);
    if ([...range.getClientRects()].some(elsewhere)) found.push(texts.currentNode.data.trim().slice(0, 60));
  }
  return found.join(" ");
}
