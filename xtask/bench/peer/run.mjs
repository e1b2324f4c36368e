// What `cargo xtask bench` compares Galley's queue with: graphile-worker doing the same number of jobs that do nothing,
// on the same PostgreSQL server, at the same concurrency. As it comes, and with its batching turned on, since Galley
// batches, too. Prints one JSON object as its last line. Usage: node run.mjs [jobs]; the server's URL is in
// GALLEY_BENCH_POSTGRES_URL or GALLEY_TEST_POSTGRES_URL.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { Logger, run, runMigrations } from "graphile-worker";
import pg from "pg";

const CONCURRENCY = 64;
const CONNECTIONS = 16;
const LOOK_EVERY_MS = 10;
const SETTINGS = {
  as_it_comes: {},
  batched: { localQueue: { size: CONCURRENCY * 2 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
};

const logger = new Logger(() => (level, message) => {
  if (level === "error") console.error(message);
});

// The database is dropped under connections that are closing; one that breaks sooner fails its query, too.
function openPool(url, max) {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

function work(url, settings) {
  const pgPool = openPool(url, CONNECTIONS);
  const taskList = { noop: async () => {} };
  const preset = { worker: { ...SETTINGS[settings], concurrentJobs: CONCURRENCY, maxPoolSize: CONNECTIONS } };
  return run({ pgPool, taskList, preset, logger, noHandleSignals: true }).then((runner) => ({ runner, pgPool }));
}

async function startOther(url, settings) {
  const other = fork(fileURLToPath(import.meta.url), ["worker", url, settings]);
  await once(other, "message");
  return other;
}

async function carryOut(pool, jobs) {
  await pool.query(
    "SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(SELECT json_populate_record(" +
      "null::graphile_worker.job_spec, json_build_object('identifier', 'noop', 'payload', json_build_object('n', n)))" +
      " FROM generate_series(1, $1::int) n))",
    [jobs],
  );
  const began = performance.now();
  for (;;) {
    const { rows } = await pool.query("SELECT 1 FROM graphile_worker._private_jobs LIMIT 1");
    if (rows.length === 0) return (performance.now() - began) / 1000;
    await wait(LOOK_EVERY_MS);
  }
}

async function measure(server, name, { settings, processes, jobs }) {
  const url = new URL(server);
  url.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const pool = openPool(url.href, 2);
  const others = [];
  try {
    await runMigrations({ connectionString: url.href, logger });
    for (let at = 1; at < processes; at += 1) others.push(await startOther(url.href, settings));
    const { runner, pgPool } = await work(url.href, settings);
    const seconds = await carryOut(pool, jobs);
    await runner.stop();
    await pgPool.end();
    return Math.round(jobs / seconds);
  } finally {
    for (const other of others) {
      other.kill("SIGKILL");
      await once(other, "exit");
    }
    await pool.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

async function main(jobs) {
  const server = process.env.GALLEY_BENCH_POSTGRES_URL || process.env.GALLEY_TEST_POSTGRES_URL;
  if (!server) throw new Error("set GALLEY_BENCH_POSTGRES_URL or GALLEY_TEST_POSTGRES_URL");
  const own = new URL("node_modules/graphile-worker/package.json", import.meta.url);
  const peer = `graphile-worker ${JSON.parse(readFileSync(own, "utf8")).version}`;
  const tasksPerS = {};
  for (const settings of Object.keys(SETTINGS)) {
    tasksPerS[settings] = {};
    for (const processes of [1, 2]) {
      const name = `galley_bench_peer_${process.pid}_${settings}_${processes}`;
      const word = processes === 1 ? "1_process" : `${processes}_processes`;
      tasksPerS[settings][word] = await measure(server, name, { settings, processes, jobs });
    }
  }
  console.log(JSON.stringify({ peer, tasks: jobs, concurrency: CONCURRENCY, tasks_per_s: tasksPerS }));
}

if (process.argv[2] === "worker") {
  await work(process.argv[3], process.argv[4]);
  process.send("ready");
} else {
  await main(Number(process.argv[2] ?? 20_000));
}
