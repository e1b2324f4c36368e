/** One way to the server: `/api/v1`, JSON, problem details as errors. Knows no resource. */

const BASE = '/api/v1';
/** Browsers refuse to finish larger requests for a page that goes away. */
const MOST_KEPT_ALIVE = 60_000;

export interface ProblemItem {
  file?: string;
  line?: number;
  column?: number;
  pointer?: string;
  message: string;
  expected?: string;
  nearest?: string;
}

interface ProblemBody {
  title?: string;
  detail?: string;
  code?: string;
  errors?: ProblemItem[];
  [extra: string]: unknown;
}

/** The server answered, and not with what was asked for. */
export class Problem extends Error {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly errors: ProblemItem[];

  constructor(
    readonly status: number,
    readonly body: ProblemBody,
  ) {
    super(body.detail ?? body.title ?? `status ${status}`);
    this.title = body.title ?? `Status ${status}`;
    this.detail = body.detail ?? '';
    this.code = body.code ?? 'unknown';
    this.errors = body.errors ?? [];
  }
}

/** Whether the server has answered, and will answer the same again: what failed on the way may be sent once more. */
export const isFinalAnswer = (error: unknown): boolean =>
  error instanceof Problem && error.status >= 400 && error.status < 500 && ![401, 409, 429].includes(error.status);

export type Query = Record<string, string | number | undefined>;

interface Request {
  query?: Query;
  json?: unknown;
  form?: FormData;
  /** Sent as it is. */
  file?: Blob;
  signal?: AbortSignal;
  /** The same key twice is one request. */
  idempotencyKey?: string;
  /** Let it finish when the page goes away. */
  isParting?: boolean;
}

export function addressOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

async function send(method: string, path: string, request: Request): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-Galley-Csrf'] = '1';
  if (request.json !== undefined) headers['Content-Type'] = 'application/json';
  if (request.file) headers['Content-Type'] = 'application/octet-stream';
  if (request.idempotencyKey) headers['Idempotency-Key'] = request.idempotencyKey;
  const text = request.json === undefined ? undefined : JSON.stringify(request.json);
  const response = await fetch(addressOf(path, request.query), {
    method,
    headers,
    body: request.form ?? request.file ?? text,
    credentials: 'same-origin',
    signal: request.signal,
    keepalive: request.isParting && (text?.length ?? 0) < MOST_KEPT_ALIVE,
  });
  if (response.ok) return response;
  throw new Problem(response.status, await readProblem(response));
}

async function readProblem(response: Response): Promise<ProblemBody> {
  try {
    return (await response.json()) as ProblemBody;
  } catch {
    return { title: response.statusText };
  }
}

/** Sends JSON and reads an answer of one JSON object a line, each as soon as it comes. */
export async function postLines<T>(path: string, request: Request, onLine: (line: T) => void): Promise<void> {
  const response = await send('POST', path, request);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(JSON.parse(line) as T);
  }
}

async function json<T>(method: string, path: string, request: Request = {}): Promise<T> {
  const response = await send(method, path, request);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) => json<T>('GET', path, { query, signal });
export const post = <T>(path: string, request?: Request) => json<T>('POST', path, request);
export const put = <T>(path: string, request?: Request) => json<T>('PUT', path, request);
export const patch = <T>(path: string, request?: Request) => json<T>('PATCH', path, request);
export const remove = (path: string, request?: Request) => json<void>('DELETE', path, request);

export async function getText(path: string, query?: Query): Promise<{ text: string; headers: Headers }> {
  const response = await send('GET', path, { query });
  return { text: await response.text(), headers: response.headers };
}
