import { createContext, useContext, useEffect, useState } from "react";
import { z } from "zod";
import { unreachable } from "../../api/request-error.ts";

/** Where the pages send requests to: a console. */
export interface TryItServer {
  /** The address of its try-it routes, without a slash at the end: `http://127.0.0.1:8484/console/try`. */
  readonly address: string;
  /** The headers that prove who asks, asked for before each request. */
  readonly headers: () => Readonly<Record<string, string>>;
}

const target = z.object({
  cloud: z.string(),
  live: z.boolean(),
  region: z.string(),
  endpoint: z.string(),
  operations: z.array(z.string()),
  examples: z.object({
    keys: z.array(z.string()),
    importedKeys: z.array(z.string()),
    fullNames: z.array(z.string()),
  }),
});

/** A cloud that the console sends requests to. */
export type TryItTarget = z.output<typeof target>;

const texts = z.record(z.string(), z.string());

const answer = z.object({
  live: z.boolean(),
  request: z.object({ method: z.string(), url: z.string(), headers: texts, body: z.string() }),
  response: z.object({ status: z.number(), headers: texts, body: z.string() }),
  requestId: z.string().optional(),
  milliseconds: z.number(),
  logged: z
    .object({ operation: z.string(), status: z.number(), applied: z.boolean(), resources: z.array(z.string()) })
    .optional(),
});

/** What a cloud answered. */
export type TryItAnswer = z.output<typeof answer>;

/** A request of a cloud's operation. */
export interface TryItRequest {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly throttled?: boolean | undefined;
}

const problem = z.object({ detail: z.string() });

/** Lists the clouds of the console. @throws Error what is wrong, in a sentence */
async function listTargets(server: TryItServer, signal: AbortSignal): Promise<readonly TryItTarget[]> {
  const response = await ask(server.address, { headers: server.headers(), signal });
  return z.object({ clouds: z.array(target) }).parse(await response.json()).clouds;
}

/** Has the console sign a request and send it. @throws Error what is wrong, in a sentence */
export async function sendToCloud(server: TryItServer, cloud: string, request: TryItRequest): Promise<TryItAnswer> {
  const response = await ask(`${server.address}/${encodeURIComponent(cloud)}`, {
    method: "POST",
    headers: { ...server.headers(), "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  return answer.parse(await response.json());
}

async function ask(url: string, request: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...request, cache: "no-store" }).catch((error: unknown) => {
    throw unreachable(error);
  });
  if (response.ok) return response;
  const described = problem.safeParse(await response.json().catch(() => undefined));
  throw new Error(described.success ? described.data.detail : `The console answered with status ${response.status}.`);
}

/** Which console the testers on a page use. Without one they show the request, and send nothing. */
export const TryItServerContext = createContext<TryItServer | undefined>(undefined);

/** What is known of the cloud of a tester. */
export type TargetState =
  | { readonly state: "no-server" | "loading" | "no-cloud" }
  | { readonly state: "failed"; readonly message: string }
  | {
      readonly state: "ready";
      readonly server: TryItServer;
      readonly target: TryItTarget;
      /** The clouds with the same protocol, this one among them: the same request can be sent to each. */
      readonly alike: readonly string[];
    };

/** Clouds whose requests have the same form. */
const SAME_PROTOCOL: readonly (readonly string[])[] = [["aws", "qkms"]];

/** The cloud of a tester. The clouds are asked for once, so that another one is there as soon as it is chosen. */
export function useTarget(cloud: string): TargetState {
  const server = useContext(TryItServerContext);
  const [targets, setTargets] = useState<readonly TryItTarget[]>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    if (server === undefined) return undefined;
    const leaving = new AbortController();
    listTargets(server, leaving.signal).then(setTargets, (error: unknown) => {
      if (!leaving.signal.aborted) setFailure(error instanceof Error ? error.message : String(error));
    });
    return () => leaving.abort();
  }, [server]);
  if (server === undefined) return { state: "no-server" };
  if (failure !== undefined) return { state: "failed", message: failure };
  if (targets === undefined) return { state: "loading" };
  const named = targets.find((each) => each.cloud === cloud);
  if (named === undefined) return { state: "no-cloud" };
  const group = SAME_PROTOCOL.find((clouds) => clouds.includes(cloud)) ?? [cloud];
  const alike = group.filter((one) => targets.some((each) => each.cloud === one));
  return { state: "ready", server, target: named, alike };
}
