import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Fault, FaultKind } from "@crosstag/core/testing";

/** What a test may do wrong with a call, as `Fault` of the conformance suite names it. */
export const FAULTS: readonly FaultKind[] = ["throttle", "lose-request", "lose-answer", "garble-answer", "hang"];
/** The token that the cloud accepts. */
export const TOKEN = "ya29.fake";

const DAY_MS = 86_400_000;
/** Pages are shorter than asked for: a service may do so, and clients have to continue until there is no token. */
const LONGEST_PAGE = { keyRings: 2, cryptoKeys: 100 };
const LABEL_KEY = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u;
const LABEL_VALUE = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/** The states of a version that the tests use. */
export type VersionState = "ENABLED" | "DISABLED" | "DESTROY_SCHEDULED" | "DESTROYED";

interface StoredKey {
  labels: Record<string, string>;
  state: VersionState;
  destroyTime?: string;
  readonly isImported: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** An error in the form of google.rpc.Status. */
function refusal(code: number, status: string, message: string): Answer {
  return { status: code, body: { error: { code, message, status } } };
}

const ROUTES = [
  { operations: ["listResources"], method: "GET", path: /^(?<location>projects\/[^/]+\/locations\/[^/]+)\/keyRings$/ },
  { operations: ["listResources"], method: "GET", path: /^(?<ring>.+\/keyRings\/[\w-]+)\/cryptoKeys$/ },
  { operations: ["readTags", "describeResource"], method: "GET", path: /^(?<key>.+\/cryptoKeys\/[\w-]+)$/ },
  { operations: ["replaceTags"], method: "PATCH", path: /^(?<key>.+\/cryptoKeys\/[\w-]+)$/ },
  {
    operations: ["deleteKeyMaterial"],
    method: "POST",
    path: /^(?<key>.+\/cryptoKeys\/[\w-]+)\/cryptoKeyVersions\/(?<version>\d+):destroy$/,
  },
] as const;

/**
 * The part of the REST API of Google Cloud KMS that concerns labels, on 127.0.0.1. Written from the documentation of the API,
 * not from the adapter: it checks tokens, masks, labels and states, and pages its lists.
 */
export class FakeGoogleKms {
  readonly keys = new Map<string, StoredKey>();
  readonly #requests = new Map<string, number>();
  readonly #faults: { readonly fault: Fault; seen: number; struck: number }[] = [];
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));

  /** Listens, and returns the endpoint. */
  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  inject(fault: Fault): void {
    this.#faults.push({ fault, seen: 0, struck: 0 });
  }

  /** Requests that reached the service, of an operation or of all. A GET of a key counts as both of its operations. */
  calls(operation = "*"): number {
    return this.#requests.get(operation) ?? 0;
  }

  key(name: string): StoredKey {
    const key = this.keys.get(name);
    if (key === undefined) throw new Error(`There is no ${name}.`);
    return key;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = decodeURIComponent(url.pathname.replace("/v1/", ""));
    const route = ROUTES.find((entry) => entry.method === request.method && entry.path.test(path));
    const operations: readonly string[] = route?.operations ?? [];
    const body = await text(request);
    const fault = this.#faultFor(operations);
    if (fault === "lose-request") return void request.socket.destroy();
    for (const name of ["*", ...operations]) this.#requests.set(name, this.calls(name) + 1);
    if (fault === "hang") return;
    const answer =
      fault === "throttle"
        ? refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Write requests'.")
        : route === undefined
          ? refusal(404, "NOT_FOUND", `${path} was not found.`)
          : this.#answer(request, url, route.path.exec(path)?.groups ?? {}, body);
    if (fault === "lose-answer") return void request.socket.destroy();
    response.writeHead(answer.status, { "content-type": "application/json; charset=UTF-8" });
    response.end(fault === "garble-answer" ? "<html>" : JSON.stringify(answer.body));
  }

  #faultFor(operations: readonly string[]): FaultKind | undefined {
    for (const entry of this.#faults) {
      const { operation, after = 0, times = Number.POSITIVE_INFINITY, kind } = entry.fault;
      if (operation !== undefined && !operations.includes(operation)) continue;
      entry.seen += 1;
      if (entry.seen <= after || entry.struck >= times) continue;
      entry.struck += 1;
      return kind;
    }
    return undefined;
  }

  #answer(
    { method, headers }: IncomingMessage,
    { searchParams }: URL,
    { location, ring, key: name = "", version }: Readonly<Record<string, string>>,
    body: string,
  ): Answer {
    if (headers.authorization !== `Bearer ${TOKEN}`)
      return refusal(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
    if (location !== undefined) return page("keyRings", this.#rings(location), searchParams);
    if (ring !== undefined) {
      const names = [...this.keys.keys()].filter((key) => key.startsWith(`${ring}/`));
      return page(
        "cryptoKeys",
        names.map((key) => this.#resource(key)),
        searchParams,
      );
    }
    const key = this.keys.get(name);
    if (key === undefined) return refusal(404, "NOT_FOUND", `CryptoKey ${name} not found.`);
    if (version !== undefined) return destroy(name, key, version);
    if (method === "PATCH") {
      const problem = setLabels(key, searchParams.get("updateMask"), body);
      if (problem !== undefined) return refusal(400, "INVALID_ARGUMENT", problem);
    }
    return { status: 200, body: this.#resource(name) };
  }

  #rings(location: string): readonly object[] {
    const names = [...this.keys.keys()].filter((name) => name.startsWith(`${location}/`));
    return [...new Set(names.map((name) => name.replace(/\/cryptoKeys\/.*/, "")))].map((name) => ({ name }));
  }

  #resource(name: string): object {
    const { labels, isImported, state, destroyTime } = this.key(name);
    return {
      name,
      purpose: "ENCRYPT_DECRYPT",
      createTime: "2026-11-01T00:00:00.123456789Z",
      primary: {
        name: `${name}/cryptoKeyVersions/1`,
        state,
        algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION",
        protectionLevel: "SOFTWARE",
        ...(destroyTime !== undefined && { destroyTime }),
        ...(isImported && { importJob: `${name.replace(/\/cryptoKeys\/.*/, "")}/importJobs/job-1` }),
      },
      // An empty map is left out of JSON, as every default of a protocol buffer.
      ...(Object.keys(labels).length > 0 && { labels }),
    };
  }
}

/** The whole map is replaced. Returns what is wrong, with the value, as the cloud's messages have it. */
function setLabels(key: StoredKey, mask: string | null, body: string): string | undefined {
  const { labels } = JSON.parse(body) as { readonly labels?: Record<string, string> };
  if (mask !== "labels") return "update_mask is required.";
  const entries = Object.entries(labels ?? {});
  if (entries.length > 64) return "A resource can have at most 64 labels.";
  for (const [label, value] of entries) {
    if (!LABEL_KEY.test(label) || Buffer.byteLength(label) > 128) return `Label key '${label}' is not valid.`;
    if (!LABEL_VALUE.test(value) || Buffer.byteLength(value) > 128) return `Label value '${value}' is not valid.`;
  }
  key.labels = Object.fromEntries(entries);
  return undefined;
}

/** The version stays until its time, 30 days later by default. A version that is to be destroyed cannot be destroyed. */
function destroy(name: string, key: StoredKey, version: string): Answer {
  const versionName = `${name}/cryptoKeyVersions/${version}`;
  if (version !== "1") return refusal(404, "NOT_FOUND", `CryptoKeyVersion ${versionName} not found.`);
  if (key.state !== "ENABLED" && key.state !== "DISABLED")
    return refusal(400, "FAILED_PRECONDITION", `${versionName} is ${key.state}.`);
  key.state = "DESTROY_SCHEDULED";
  key.destroyTime = new Date(Date.now() + 30 * DAY_MS).toISOString();
  return { status: 200, body: { name: versionName, state: key.state, destroyTime: key.destroyTime } };
}

function page(list: keyof typeof LONGEST_PAGE, items: readonly object[], query: URLSearchParams): Answer {
  const size = Math.min(Number(query.get("pageSize") ?? 100), LONGEST_PAGE[list]);
  const token = query.get("pageToken") ?? "page-0";
  const from = Number(/^page-(\d+)$/.exec(token)?.[1] ?? Number.NaN);
  if (!Number.isInteger(from) || !(size > 0)) return refusal(400, "INVALID_ARGUMENT", `Invalid page token '${token}'.`);
  const end = from + size;
  const more = end < items.length ? { nextPageToken: `page-${end}` } : {};
  return { status: 200, body: items.length === 0 ? {} : { [list]: items.slice(from, end), ...more } };
}
