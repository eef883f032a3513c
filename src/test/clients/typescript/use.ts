// Uses the client that is generated from the OpenAPI document: trains a strategy, and reads what came out.
import { setTimeout } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Progress = components["schemas"]["Progress"];

const [baseUrl, symbol] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: baseUrl ?? "" });

function fail(what: string, answer: unknown): never {
  throw new Error(`${what}: ${JSON.stringify(answer)}`);
}

async function awaitFinal(job_id: string): Promise<Progress> {
  for (;;) {
    const { data, error } = await client.GET("/api/v2/training/jobs/{job_id}/progress", {
      params: { path: { job_id } },
    });
    if (!data) {
      return fail("no progress", error);
    }
    if (data.is_complete) {
      return data;
    }
    await setTimeout(200);
  }
}

const started = await client.POST("/api/v2/training/start", {
  params: { header: { "Idempotency-Key": `typescript-${Date.now()}` } },
  body: {
    strategy: "LIQUIDITY_SWEEP",
    symbol: symbol ?? "",
    exchange: "bitstamp",
    timeframe: "1m",
    n_iterations: 20,
    parameter_space: { pierce_depth: { low: 0.001, high: 0.004 } },
  },
});
if (!started.data) {
  fail("not accepted", started.error);
}
const job_id = started.data.job_id;

const progress = await awaitFinal(job_id);
if (progress.status !== "COMPLETED" || progress.percentage !== 100) {
  fail("not completed", progress);
}

const results = await client.GET("/api/v2/training/jobs/{job_id}/results", { params: { path: { job_id } } });
const verdict = results.data?.validation?.verdict ?? fail("no verdict", results);
const trades: number = results.data?.in_sample.total_trades ?? fail("no figures", results);

const jobs = await client.GET("/api/v2/training/jobs", {
  params: { query: { status: "COMPLETED", symbol, limit: 500 } },
});
if (!jobs.data?.items.some((job) => job.job_id === job_id)) {
  fail("not listed", jobs);
}

const cancelled = await client.DELETE("/api/v2/training/jobs/{job_id}", { params: { path: { job_id } } });
if (cancelled.response.status !== 409 || !cancelled.error || !("job_status" in cancelled.error)) {
  fail("cancelled", cancelled);
}

console.log(`${job_id} ${verdict} ${trades} ${cancelled.error.job_status}`);
