// What Galley's composing is compared with: the same ads (photo, scrim, cut-out, logo, words in the same places, sizes and
// fonts) made by headless Chromium, by satori with resvg-js, by sharp and by Pillow. Every peer is given the finished
// arrangement for nothing. Times are processor milliseconds per ad, of the whole tree of processes, so that a busy
// machine does not blur them. Usage: node run.mjs ASSETS FONTS [PYTHON]; ASSETS is what
// `--example bench -- --assets` wrote. Prints one JSON object as its last line, writes pictures beside ours.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import puppeteer from "puppeteer-core";
import satori from "satori";
import sharp from "sharp";

const [assets, fonts, python] = process.argv.slice(2);
const LOCALES = ["en-GB", "ar-AE"];
const FAMILIES = {
  "en-GB": ["Literata", "literata/Literata-600.ttf", "Manrope", "manrope/Manrope-500.ttf", "manrope/Manrope-700.ttf"],
  "ar-AE": [
    "Noto Naskh Arabic",
    "noto-naskh-arabic/NotoNaskhArabic-700.ttf",
    "Noto Sans Arabic",
    "noto-sans-arabic/NotoSansArabic-500.ttf",
    "noto-sans-arabic/NotoSansArabic-700.ttf",
  ],
};
const ads = JSON.parse(readFileSync(join(assets, "ads.json"), "utf8")).filter((ad) => LOCALES.includes(ad.tag));
const photo = readFileSync(join(assets, "scene"));
const cutout = readFileSync(join(assets, "product"));
const logo = readFileSync(join(assets, "logo.svg"));
const uri = (mime, bytes) => `data:${mime};base64,${bytes.toString("base64")}`;
const PHOTO = uri("image/jpeg", photo);
const CUTOUT = uri("image/png", cutout);
const LOGO = uri("image/svg+xml", logo);
const FILL = "#c93a14";

const css = ([r, g, b, a]) => `rgba(${r},${g},${b},${a / 255})`;
const isDisplay = (text) => text.slot === "headline";
const box = ([x, y, w, h]) => ({ position: "absolute", left: x, top: y, width: w, height: h });

function words(ad, text) {
  const [display, , plain] = FAMILIES[ad.tag];
  const spare = text.font_px * 0.35;
  const [x, y, w, h] = text.rect;
  return {
    ...box([x - spare, y - spare * 0.4, w + 2 * spare, h + spare]),
    color: css(text.ink),
    fontFamily: isDisplay(text) ? display : plain,
    fontWeight: isDisplay(text) ? 600 : text.slot === "cta" ? 700 : 500,
    fontSize: text.font_px,
    lineHeight: text.lines > 1 ? h / text.lines / text.font_px + 0.08 : 1.1,
    display: "flex",
    alignItems: "center",
    justifyContent: "center",
    textAlign: ad.is_rtl ? "right" : "left",
  };
}

function button(text) {
  const [x, y, w, h] = text.rect;
  const [across, down] = [text.font_px * 1.1, text.font_px * 0.6];
  return { ...box([x - across, y - down, w + 2 * across, h + 2 * down]), background: FILL, borderRadius: 999 };
}

const scrim = { background: "linear-gradient(to bottom, rgba(60,25,10,0.8), rgba(60,25,10,0))" };

// A tree of boxes that both React-like renderers and HTML can be made of.
function tree(ad) {
  const picture = (src, style) => ({ type: "img", props: { src, style } });
  const children = [
    picture(PHOTO, { ...box([0, 0, ad.width, ad.height]), objectFit: "cover" }),
    { type: "div", props: { style: { ...box([0, 0, ad.width, ad.height * 0.75]), ...scrim } } },
  ];
  if (ad.product) children.push(picture(CUTOUT, { ...box(ad.product.rect), objectFit: "contain" }));
  if (ad.logo) children.push(picture(LOGO, box(ad.logo.rect)));
  for (const text of ad.texts) {
    if (text.slot === "cta") children.push({ type: "div", props: { style: button(text) } });
    children.push({ type: "div", props: { style: words(ad, text), children: text.text } });
  }
  const style = { display: "flex", position: "relative", overflow: "hidden", width: ad.width, height: ad.height };
  return { type: "div", props: { style, children } };
}

function html(node, ad) {
  if (typeof node === "string") return node.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const { style, src, children } = node.props;
  const line = Object.entries(style)
    .map(([name, value]) => {
      const isPlain = ["fontWeight", "lineHeight", "borderRadius"].includes(name) && name !== "borderRadius";
      const unit = typeof value === "number" && !isPlain ? "px" : "";
      return `${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}:${value}${unit}`;
    })
    .join(";");
  if (node.type === "img") return `<img src="${src}" style="${line}">`;
  const inner = children ? [children].flat().map((child) => html(child, ad)).join("") : "";
  return `<div dir="${ad.is_rtl ? "rtl" : "ltr"}" style="${line}">${inner}</div>`;
}

/** Processor milliseconds that a process and all it started have used. */
function usedByTree(root) {
  const parents = new Map();
  const used = new Map();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(Number(pid), Number(fields[1]));
      used.set(Number(pid), (Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) * 10);
    } catch {
      // It ended meanwhile.
    }
  }
  const isInside = (pid) => pid === root || (parents.has(pid) && pid > 1 && isInside(parents.get(pid)));
  return [...used].filter(([pid]) => isInside(pid)).reduce((sum, [, ms]) => sum + ms, 0);
}

async function measure(name, make, rounds = 1) {
  mkdirSync(join(assets, name), { recursive: true });
  let failed = 0;
  let why;
  const one = async (ad, isKept) => {
    try {
      const bytes = await make(ad);
      if (isKept) writeFileSync(join(assets, name, ad.name.replace(/\.jpg$/, name === "satori" ? ".png" : ".jpg")), bytes);
    } catch (error) {
      failed += 1;
      why = String(error).slice(0, 160);
    }
  };
  await one(ads[0], false);
  failed = 0;
  const [started, wall] = [usedByTree(process.pid), performance.now()];
  for (let round = 0; round < rounds; round += 1) for (const ad of ads) await one(ad, round === 0);
  const count = ads.length * rounds - failed;
  const per = (ms) => Math.round((ms / count) * 100) / 100;
  return { ms: per(usedByTree(process.pid) - started), wall_ms: per(performance.now() - wall), ads: count, failed, why };
}

async function chromium() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  if (!executablePath) return { not_run: "chromium is not installed" };
  const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--hide-scrollbars"] });
  try {
    const page = await browser.newPage();
    const faces = Object.values(FAMILIES).flatMap(([display, file, plain, regular, bold]) =>
      [[display, file, 600], [plain, regular, 500], [plain, bold, 700]].map(
        ([family, path, weight]) =>
          `@font-face{font-family:"${family}";font-weight:${weight};src:url(${uri("font/ttf", readFileSync(join(fonts, path)))})}`,
      ),
    );
    await page.setContent(`<style>*{margin:0;box-sizing:border-box}${faces.join("")}</style><body></body>`);
    // As a service would send it: the whole ad with its pictures. And, as fast as can be, with pictures the page keeps.
    const names = { "@photo": PHOTO, "@cutout": CUTOUT, "@logo": LOGO };
    await page.evaluate(async (names) => {
      const urls = Object.entries(names).map(async ([name, data]) => {
        return [name, URL.createObjectURL(await (await fetch(data)).blob())];
      });
      globalThis.pictures = Object.fromEntries(await Promise.all(urls));
    }, names);
    const named = (content) => Object.entries(names).reduce((text, [name, data]) => text.replaceAll(data, name), content);
    const shoot = async (ad, content) => {
      await page.setViewport({ width: ad.width, height: ad.height });
      await page.evaluate(async (content) => {
        document.body.innerHTML = content.replaceAll(/@[a-z]+/g, (name) => globalThis.pictures[name] ?? name);
        await Promise.all([...document.images].map((image) => image.decode()));
        await document.fonts.ready;
      }, content);
      return page.screenshot({ type: "jpeg", quality: 90, optimizeForSpeed: true });
    };
    const whole = await measure("chromium", (ad) => shoot(ad, html(tree(ad), ad)));
    const kept = await measure("chromium", (ad) => shoot(ad, named(html(tree(ad), ad))), 2);
    return { whole_ad: whole, pictures_kept: kept };
  } finally {
    await browser.close();
  }
}

function satoriAndResvg() {
  const list = Object.values(FAMILIES).flatMap(([display, file, plain, regular, bold]) => [
    { name: display, data: readFileSync(join(fonts, file)), weight: 600 },
    { name: plain, data: readFileSync(join(fonts, regular)), weight: 500 },
    { name: plain, data: readFileSync(join(fonts, bold)), weight: 700 },
  ]);
  return measure("satori", async (ad) => {
    const svg = await satori(tree(ad), { width: ad.width, height: ad.height, fonts: list });
    return new Resvg(svg).render().asPng();
  });
}

function sharpAndPango() {
  sharp.concurrency(1);
  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return measure(
    "sharp",
    async (ad) => {
      const layers = [];
      const add = (input, x, y) => layers.push({ input, left: Math.max(0, Math.round(x)), top: Math.max(0, Math.round(y)) });
      const shade = `<svg xmlns="http://www.w3.org/2000/svg" width="${ad.width}" height="${ad.height}"><linearGradient id="g" x2="0" y2="1"><stop stop-color="#3c190a" stop-opacity=".8"/><stop offset=".75" stop-color="#3c190a" stop-opacity="0"/></linearGradient><rect width="100%" height="100%" fill="url(#g)"/></svg>`;
      add(Buffer.from(shade), 0, 0);
      const within = async (bytes, rect) => {
        const [x, y, w, h] = rect.map(Math.round);
        const [left, top] = [Math.max(0, -x), Math.max(0, -y)];
        const [width, height] = [Math.min(w - left, ad.width - Math.max(0, x)), Math.min(h - top, ad.height - Math.max(0, y))];
        const scaled = await sharp(bytes).resize(w, h, { fit: "fill" }).png().toBuffer();
        add(await sharp(scaled).extract({ left, top, width, height }).png().toBuffer(), x, y);
      };
      if (ad.product) await within(cutout, ad.product.rect);
      if (ad.logo) await within(logo, ad.logo.rect);
      for (const text of ad.texts) {
        const [x, y, w, h] = text.rect;
        if (text.slot === "cta") {
          const [bw, bh] = [Math.round(w + text.font_px * 2.2), Math.round(h + text.font_px * 1.2)];
          add(
            Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${bw}" height="${bh}"><rect width="${bw}" height="${bh}" rx="${bh / 2}" fill="${FILL}"/></svg>`),
            x - text.font_px * 1.1,
            y - text.font_px * 0.6,
          );
        }
        const [display, file, plain, regular, bold] = FAMILIES[ad.tag];
        const fontfile = join(fonts, isDisplay(text) ? file : text.slot === "cta" ? bold : regular);
        const [r, g, b] = text.ink;
        const markup = `<span foreground="#${[r, g, b].map((c) => c.toString(16).padStart(2, "0")).join("")}">${escaped(text.text)}</span>`;
        const font = `${isDisplay(text) ? display : plain} ${Math.max(1, Math.round(text.font_px))}`;
        const width = Math.max(1, Math.min(Math.ceil(w * 1.04), ad.width - Math.max(0, Math.round(x))));
        add(await sharp({ text: { text: markup, font, fontfile, width, rgba: true, dpi: 72 } }).png().toBuffer(), x, y);
      }
      return sharp(photo).resize(ad.width, ad.height, { fit: "cover" }).composite(layers).jpeg({ quality: 90 }).toBuffer();
    },
    2,
  );
}

function pillow() {
  if (!python) return { not_run: "no Python" };
  const script = fileURLToPath(new URL("pillow_peer.py", import.meta.url));
  return JSON.parse(execFileSync(python, [script, assets, fonts, JSON.stringify(FAMILIES)], { encoding: "utf8" }).trim().split("\n").at(-1));
}

const report = { ads: ads.length, chromium: await chromium(), sharp: await sharpAndPango(), pillow: pillow(), satori_resvg: await satoriAndResvg() };
console.log(JSON.stringify(report));
