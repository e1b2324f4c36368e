/**
 * A pretend Galley for questions of scale: the built desk and the few routes that the review needs, with as many ads as one
 * asks for. Its pictures are gradients of the right size. Everything else is tested against the real program.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { crc32, deflateSync, gzipSync } from 'node:zlib';

const MARKETS = ['gb', 'de', 'fr', 'es', 'it', 'gr', 'pl', 'ae', 'il', 'jp', 'th', 'in'];
const FORMATS = [
  ['iab.medium_rectangle', 300, 250],
  ['iab.leaderboard', 728, 90],
  ['iab.skyscraper', 160, 600],
  ['iab.billboard', 970, 250],
  ['iab.smartphone_banner_320', 320, 50],
  ['gads.336x280', 336, 280],
  ['gads.300x600', 300, 600],
  ['gads.rda_landscape', 1200, 628],
  ['meta.feed_square', 1080, 1080],
  ['meta.feed_portrait', 1080, 1350],
  ['meta.stories', 1080, 1920],
  ['youtube.thumbnail', 1280, 720],
];
const MIME = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const CAMPAIGN = 'cmp_00000000000000000000000001';
const MAY = { produce: true, decide: true, publish: true, invite: true, view_spend: true, set_budget: true };
const id = (kind, index) => `${kind}_${String(index).padStart(26, '0')}`;

/** The ad with a number: markets first, then ideas, then formats. */
function variant(index) {
  const [format, width, height] = FORMATS[index % FORMATS.length];
  const market = MARKETS[Math.floor(index / FORMATS.length) % MARKETS.length];
  const message = `idea_${Math.floor(index / (FORMATS.length * MARKETS.length))}`;
  const hue = (index * 47) % 256;
  return {
    id: id('var', index),
    campaign_id: CAMPAIGN,
    cell: { market, message, format },
    market,
    message,
    format,
    shape: 'square',
    state: 'in_review',
    stage: 'creative',
    due_at: '2026-12-01T09:00:00Z',
    revision: {
      id: id('rev', index),
      number: 1,
      width,
      height,
      mime: 'image/png',
      bytes: 48_000,
      hash: String(index).padStart(64, '0'),
      dominant: `#${hue.toString(16).padStart(2, '0')}8c70`,
      findings: [],
      worst: null,
    },
    revision_count: 1,
  };
}

function page(count, after, limit) {
  const from = after ? Number(after.slice(4)) + 1 : 0;
  const to = Math.min(count, from + limit);
  const items = Array.from({ length: to - from }, (_, offset) => variant(from + offset));
  return { items, next: to < count ? items.at(-1).id : null };
}

/** A picture of its size, as tall as a thumbnail where one is asked for. */
const pictures = new Map();
function picture(index, height) {
  const [, w, h] = FORMATS[index % FORMATS.length];
  const scale = Math.min(1, height / h);
  const kind = `${index % FORMATS.length} ${index % 24} ${height}`;
  if (!pictures.has(kind)) pictures.set(kind, png(Math.round(w * scale), Math.round(h * scale), (index % 24) / 24));
  return pictures.get(kind);
}

function png(width, height, tint) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0, at = 0; y < height; y += 1) {
    rows[at++] = 0;
    for (let x = 0; x < width; x += 1) {
      rows[at++] = 255 * (0.3 + (0.6 * y) / height);
      rows[at++] = 255 * (0.2 + 0.6 * tint);
      rows[at++] = 255 * (0.2 + (0.5 * x) / width);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([magic, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const market = (name) => ({
  id: name,
  title: new Intl.DisplayNames('en', { type: 'region' }).of(name.toUpperCase()),
  currency: 'EUR',
  fraction_digits: 2,
  symbol: '€',
  weekend: [],
  locale: { tag: name, title: name, script: 'Latn', direction: ['ae', 'il'].includes(name) ? 'rtl' : 'ltr' },
});

function answer(path, query, count, body) {
  if (path === '/me') {
    return {
      person: { id: id('per', 1), name: 'Scale', email: 'scale@galley.example' },
      guest: null,
      organization: { id: id('org', 1), slug: 'scale', title: 'Scale' },
      grants: [{ role: 'brand_manager', brand_id: null, market: null }],
      may: { ...MAY, teach: false, administer: false },
    };
  }
  if (path === '/markets') return { items: MARKETS.map(market), next: null };
  if (path === '/formats') {
    const format = ([name, width, height]) => ({ id: name, title: name.split('.')[1], width, height });
    return { items: FORMATS.map(format), next: null };
  }
  if (path === '/signals') return { items: [] };
  if (path.endsWith('/forecasts')) return { items: [] };
  if (path === '/campaigns') return { items: [], next: null };
  if (path === '/review' || path === '/variants') return page(count, query.get('after'), Number(query.get('limit') ?? 50));
  if (path.startsWith('/variants/')) {
    const item = variant(Number(path.slice('/variants/var_'.length)));
    const revision = { ...item.revision, state: 'open', created_at: '2026-11-24T09:00:00Z', output_hash: item.revision.hash };
    return { ...item, revisions: [{ ...revision, texts: [], stages: [], decisions: [], seal: null }], turns: [], why: null };
  }
  if (path === '/decisions') {
    const items = body.items.map(({ revision_id }) => ({ revision_id, ok: true, decision_id: 'd', state: 'approved' }));
    return { items };
  }
  return null;
}

function sendPicture(path, query, response) {
  const [, index, kind] = /^\/revisions\/rev_(\d+)\/(picture|thumbnail)$/.exec(path) ?? [];
  if (!kind) return false;
  const height = kind === 'picture' ? 2000 : query.get('size') === 'h480' ? 480 : 240;
  response.writeHead(200, { 'Content-Type': 'image/png', 'Cache-Control': 'private, max-age=31536000, immutable' });
  response.end(picture(Number(index), height));
  return true;
}

function sendFile(folder, path, response) {
  const asked = join(folder, normalize(path));
  const file = existsSync(asked) && statSync(asked).isFile() ? asked : join(folder, 'index.html');
  response.writeHead(200, { 'Content-Type': MIME[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString('utf8')) : undefined;
}

/** Serves the desk in `folder` with `count` ads to review; what it was sent is kept in `decided`. */
export async function startScaleServer({ folder, count, port = 0 }) {
  const decided = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://desk');
    if (!pathname.startsWith('/api/v1')) return sendFile(folder, pathname, response);
    const path = pathname.slice('/api/v1'.length);
    if (sendPicture(path, searchParams, response)) return undefined;
    const body = await bodyOf(request);
    const data = answer(path, searchParams, count, body);
    if (path === '/decisions') decided.push(...body.items);
    const json = gzipSync(JSON.stringify(data ?? { title: 'Not found', code: 'not_found' }), { level: 1 });
    response.writeHead(data ? 200 : 404, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
    return response.end(json);
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () => new Promise((resolve) => server.closeAllConnections() ?? server.close(resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, decided, stop };
}
