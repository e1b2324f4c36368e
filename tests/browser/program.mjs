/**
 * The real program with the demo in it: `galley demo` makes the campaign in a folder that goes when this process ends, and serves it.
 * Here it is started, its people sign in, and what a test needs beside the demo is asked for through the public API.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

function findProgram() {
  const program = process.env.GALLEY_TEST_PROGRAM ?? join(ROOT, 'target/debug/galley');
  if (!existsSync(program)) throw new Error(`${program} is not there: cargo build --package galley, or set GALLEY_TEST_PROGRAM`);
  return program;
}

/** Starts the demo and waits until it serves. */
export async function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), 'galley-browser-'));
  const child = spawn(findProgram(), ['demo', '--keep', folder], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const people = new Map();
  const stop = async () => {
    child.kill('SIGTERM');
    await exit;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = await new Promise((resolve, reject) => {
    exit.then((code) => reject(new Error(`galley demo ended (${code}):\n${said.slice(-20).join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const row = /^\s*(.+?)\s{2,}(\S+@\S+)\s+(\S+)\s*$/.exec(line);
      if (row) people.set(row[2].split('@')[0].split('.')[0], { name: row[1], email: row[2], password: row[3] });
      const address = /open (http:\/\/\S+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });
  return { url, people, stop };
}

/** One person's way to the API; their cookie opens the desk, too. */
export async function signIn(url, { email, password }) {
  const answer = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Galley-Csrf': '1' },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`${email} could not sign in: ${answer.status} ${await answer.text()}`);
  const [name, value] = answer.headers.getSetCookie()[0].split(';')[0].split('=');
  const call = async (method, path, body) => {
    const isForm = body instanceof FormData;
    const answered = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        Cookie: `${name}=${value}`,
        'X-Galley-Csrf': '1',
        ...(body === undefined || isForm ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}),
      },
      body: isForm || body === undefined ? body : JSON.stringify(body),
    });
    const text = await answered.text();
    if (!answered.ok) throw new Error(`${method} ${path}: ${answered.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  return {
    cookie: { name, value, url, httpOnly: true },
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
  };
}
