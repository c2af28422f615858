import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { openCrosstag, type OpenedCrosstag } from "@crosstag/clouds";
import { CrosstagError } from "@crosstag/core";
import { startLocalClouds, type LocalClouds } from "@crosstag/local-clouds";
import {
  createService,
  observeService,
  startService,
  openServiceState,
  resourcePlaces,
  type AwsWireOptions,
  type Caller,
  type WireKey,
} from "@crosstag/service";

/** A key of the service that may do everything. */
export const OWN_KEY = { accessKeyId: "SERVICEKEYOFTHETEST1", secretAccessKey: "a secret of the service's own" };

/** The AWS wire of a service over three local clouds, on a port of its own. */
export interface WireScene extends AsyncDisposable {
  readonly clouds: LocalClouds;
  readonly crosstag: OpenedCrosstag;
  readonly endpoint: string;
  /** The full names of keys whose material `OWN_KEY` may delete. */
  readonly deletable: string[];
  /** The log of the service. */
  readonly log: string[];
  /** The records of a journal of the service. */
  recordsOf(file: string): Promise<readonly object[]>;
  /** The endpoint of the same service for clients that expect QKMS's names. */
  readonly qkms: string;
  /** A client of AWS that speaks to the service. */
  client(
    credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string },
    endpoint?: string,
  ): KMSClient;
}

/** A caller that may do what the given functions do not refuse. */
export function callerNamed(name: string, limits: Partial<Caller> = {}): Caller {
  return { name, allowOperation: () => {}, allowChange: () => {}, maySee: () => true, ...limits };
}

/** The refusal of a permission, as the service words it. */
export function denied(permission: string): CrosstagError {
  return new CrosstagError({ code: "access-denied", message: `The token lacks the permission ${permission}.` });
}

function placeOf({ endpoint, region }: { readonly endpoint: string; readonly region: string }) {
  return { endpoint, region };
}

function refuse(): never {
  throw new CrosstagError({ code: "unauthenticated", message: "This service has no tokens." });
}

const now = () => new Date();

/** @param keys besides `OWN_KEY`, by access key id */
export async function openWire(keys: Readonly<Record<string, WireKey>> = {}): Promise<WireScene> {
  const clouds = await startLocalClouds({
    // What AWS answers for a key that is full is not documented: this is what its model says.
    aws: { quotas: "off", settings: { tooManyTagsError: "LimitExceededException" } },
    alibaba: { quotas: "off" },
    tencent: { quotas: "off" },
  });
  Object.assign(process.env, clouds.environment());
  const crosstag = await openCrosstag({
    configuration: {
      clouds: {
        aws: { provider: "aws", ...placeOf(clouds.aws) },
        alibaba: { provider: "alibaba", ...placeOf(clouds.alibaba) },
        tencent: { provider: "tencent", ...placeOf(clouds.tencent) },
      },
    },
    engine: { pacing: "off", retry: "immediate" },
  });
  const stateFolder = await mkdtemp(join(tmpdir(), "crosstag-wire-"));
  const known = new Map<string, WireKey>(Object.entries(keys));
  const deletable: string[] = [];
  const { accessKeyId, secretAccessKey } = OWN_KEY;
  known.set(accessKeyId, { secretAccessKey, caller: callerNamed("test"), deletableKeyMaterial: deletable });
  const state = await openServiceState({ crosstag, stateFolder, now, places: resourcePlaces(crosstag) });
  const context = { crosstag, stateFolder, now, random: Math.random, state };
  const log: string[] = [];
  const { middleware } = observeService({ now: context.now, writeLog: (line) => log.push(line) });
  const options: AwsWireOptions = {
    findKey: (id) => known.get(id),
  };
  const services = await Promise.all(
    (["aws", "qkms"] as const).map((errorNames) => {
      const awsWire = { ...options, errorNames };
      return startService(createService(context, { authenticate: refuse, awsWire, middleware }), { port: 0 });
    }),
  );
  const [endpoint = "", qkms = ""] = services.map(({ url }) => url);
  const clients: KMSClient[] = [];
  return {
    clouds,
    crosstag,
    endpoint,
    deletable,
    recordsOf: async (file) =>
      (await readFile(join(stateFolder, file), "utf8"))
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as object),
    log,
    qkms,
    client: (credentials = OWN_KEY, at = endpoint) => {
      const client = new KMSClient({ endpoint: at, region: "eu-north-1", credentials, maxAttempts: 1 });
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await Promise.all(services.map((service) => service.close()));
      await state.close();
      await crosstag.close();
      await clouds.close();
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}
