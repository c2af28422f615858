import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCrosstag } from "@crosstag/clouds";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import {
  createService,
  openServiceState,
  resourcePlaces,
  startService,
  type ServiceContext,
  type ServiceOptions,
} from "../src/index.ts";
import { expect } from "vitest";
import { anybody } from "./service-scene.ts";

/** A service that listens, over the local clouds `aws` and `alibaba`, on real sockets. */
export interface LocalService extends AsyncDisposable {
  readonly clouds: LocalClouds;
  readonly context: ServiceContext;
  readonly url: string;
  /** Sends JSON to an address of the service. */
  readonly post: (path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  /** The records of direct writes. */
  readonly writes: () => Promise<readonly Record<string, unknown>[]>;
}

const now = () => new Date();

export async function localService(options: Partial<ServiceOptions> = {}): Promise<LocalService> {
  const clouds = await startLocalClouds({ aws: { quotas: "off" }, alibaba: { quotas: "off" } });
  const { aws, alibaba } = clouds;
  const crosstag = await openCrosstag({
    configuration: {
      clouds: {
        aws: { provider: "aws", region: aws.region, endpoint: aws.endpoint },
        alibaba: { provider: "alibaba", region: alibaba.region, endpoint: alibaba.endpoint },
      },
    },
    credentials: { aws: aws.credentials, alibaba: alibaba.credentials },
    engine: { pacing: "off" },
  });
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-service-"));
  const state = await openServiceState({ crosstag, stateFolder, now, places: resourcePlaces(crosstag) });
  const context: ServiceContext = { crosstag, stateFolder, now, random: Math.random, state };
  const running = await startService(createService(context, { authenticate: () => anybody, ...options }), { port: 0 });
  return {
    clouds,
    context,
    url: running.url,
    post: async (path, body, headers = {}) =>
      fetch(`${running.url}${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    writes: async () => {
      const file = join(stateFolder, "writes.jsonl");
      const read = async () => recordsIn(await readFile(file, "utf8"));
      // The outcomes of a write are in the file soon after its answer.
      await expect.poll(async () => openIn(await read())).toBe(0);
      return read();
    },
    [Symbol.asyncDispose]: async () => {
      await running.close();
      await state.close();
      await crosstag.close();
      await clouds.close();
      await rm(stateFolder, { recursive: true });
    },
  };
}

function recordsIn(text: string): readonly Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The writes whose end is not in the journal. */
function openIn(records: readonly Record<string, unknown>[]): number {
  const begun = records.filter(({ type }) => type === "write").length;
  return begun - (records.length - begun);
}
