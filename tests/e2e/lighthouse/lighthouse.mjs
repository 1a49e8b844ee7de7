// What Lighthouse says of pages, printed as JSON by address.
// It reads {"chrome": path, "flags": [...], "cookie": "name=value", "urls": [...]} from its input.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const asked = JSON.parse(await new Response(process.stdin).text());
const chrome = await launch({ chromePath: asked.chrome, chromeFlags: ["--headless=new", ...asked.flags] });

const judged = async (url) => {
  const { lhr } = await lighthouse(url, {
    port: chrome.port,
    onlyCategories: ["performance", "accessibility", "best-practices"],
    extraHeaders: { Cookie: asked.cookie },
    logLevel: "error",
    // A live page never falls silent: its stream of changes stays open.
    maxWaitForLoad: 12_000,
  });
  const categories = Object.values(lhr.categories);
  const lost = categories.flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1)
    .map(({ id }) => lhr.audits[id]);
  return {
    landed: lhr.finalDisplayedUrl,
    bytes: lhr.audits["total-byte-weight"].numericValue,
    scores: Object.fromEntries(categories.map(({ id, score }) => [id, score])),
    lost: lost.map((audit) => `${audit.title}: ${audit.displayValue ?? JSON.stringify(audit.details?.items ?? [])}`),
  };
};

const told = {};
try {
  for (const url of asked.urls) told[url] = await judged(url);
} finally {
  await chrome.kill();
}
console.log(JSON.stringify(told));
