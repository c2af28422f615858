import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCrosstag, type OpenedCrosstag } from "@crosstag/clouds";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import { problem, type OperationAnswer, type OperationDefinition } from "@crosstag/operations";
import { createService, openServiceState, resourcePlaces, startService, type ServiceState } from "@crosstag/service";
import type { z } from "zod";
import { requestOf } from "../../packages/service/test/operation-request.ts";
import { callerNamed } from "./open-wire.ts";

/** A service over three local clouds, on a port of its own. Its caller is named by the header `X-Caller`. */
export interface LocalService extends AsyncDisposable {
  readonly clouds: LocalClouds;
  readonly crosstag: OpenedCrosstag;
  readonly stateFolder: string;
  /** The present of the service; to be set. */
  present: Date;
  /** Sends a request. */
  fetch(definition: OperationDefinition, input: object, headers?: Record<string, string>): Promise<Response>;
  /** Sends a request and parses its answer, strictly. */
  call<Definition extends OperationDefinition>(
    definition: Definition,
    input: z.input<Definition["input"]>,
    headers?: Record<string, string>,
  ): Promise<{ readonly status: number; readonly document: OperationAnswer<Definition> }>;
  /** Sends a request that is refused. */
  refused(
    definition: OperationDefinition,
    input: object,
    headers?: Record<string, string>,
  ): Promise<z.output<typeof problem>>;
  /** Ends the service, and starts another on the same state, as a restart of its process does. */
  restart(): Promise<void>;
}

function place({ endpoint, region }: { readonly endpoint: string; readonly region: string }) {
  return { endpoint, region };
}

function authenticate({ headers }: Request) {
  return callerNamed(headers.get("X-Caller") ?? "somebody");
}

/** Opens it. */
export async function openLocalService(): Promise<LocalService> {
  const clouds = await startLocalClouds({
    aws: { quotas: "off" },
    alibaba: { quotas: "off" },
    tencent: { quotas: "off" },
  });
  Object.assign(process.env, clouds.environment());
  const crosstag = await openCrosstag({
    configuration: {
      clouds: {
        aws: { provider: "aws", ...place(clouds.aws) },
        alibaba: { provider: "alibaba", ...place(clouds.alibaba) },
        tencent: { provider: "tencent", ...place(clouds.tencent) },
      },
    },
    engine: { pacing: "off", retry: "immediate", settleTimeoutMs: 300 },
  });
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-http-"));
  const scene = { present: new Date() };
  const now = () => scene.present;
  const start = async () => {
    const state: ServiceState = await openServiceState({
      crosstag,
      stateFolder,
      now,
      places: resourcePlaces(crosstag),
    });
    const context = { crosstag, stateFolder, now, random: Math.random, state };
    const running = await startService(createService(context, { authenticate }), { port: 0 });
    const close = async () => {
      await Promise.all([running.close(), state.close()]);
    };
    return { url: running.url, close };
  };
  let started = await start();
  const send = (definition: OperationDefinition, input: object, headers?: Record<string, string>) => {
    const { path, init } = requestOf(definition, input, headers);
    return fetch(`${started.url}${path}`, init);
  };
  return {
    clouds,
    crosstag,
    stateFolder,
    get present() {
      return scene.present;
    },
    set present(date) {
      scene.present = date;
    },
    fetch: send,
    call: async (definition, input, headers) => {
      const response = await send(definition, { ...Object(input) }, headers);
      const text = await response.text();
      if (!definition.statuses.includes(response.status)) throw new Error(text);
      const document: OperationAnswer<typeof definition> = definition.output.parse(JSON.parse(text)) as never;
      return { status: response.status, document };
    },
    refused: async (definition, input, headers) => {
      const response = await send(definition, input, headers);
      return problem.parse(await response.json());
    },
    restart: async () => {
      await started.close();
      started = await start();
    },
    async [Symbol.asyncDispose]() {
      await started.close();
      await crosstag.close();
      await clouds.close();
      await rm(stateFolder, { recursive: true });
    },
  };
}
