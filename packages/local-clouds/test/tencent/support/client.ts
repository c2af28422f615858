import { Agent } from "node:http";
import type { TencentCredentials } from "@crosstag/local-clouds";
import { CommonClient } from "tencentcloud-sdk-nodejs-common";

const versions = {
  kms: "2019-01-18",
  tag: "2018-08-13",
  ssm: "2019-09-23",
  sts: "2018-08-13",
  cam: "2019-01-16",
} as const;

export type Service = keyof typeof versions;

/** What a client needs of a running cloud. */
export interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: TencentCredentials;
}

/** Requests to the real host names reach the local cloud through this agent. */
const agent = new Agent({
  keepAlive: true,
  lookup: (_host, options, done) => {
    if (options.all === true) done(null, [{ address: "127.0.0.1", family: 4 }]);
    else done(null, "127.0.0.1", 4);
  },
});

export type Body = Record<string, unknown>;

/** Calls an operation with the vendor's SDK, under the real host name of its service. */
export async function call(place: Place, service: Service, action: string, parameters: Body = {}): Promise<Body> {
  const { port } = new URL(place.endpoint);
  return request(place, `${service}.tencentcloudapi.com:${port}`, { service, action, parameters });
}

/** The same, with a host of the test's choice. */
export async function request(
  { region, credentials }: Pick<Place, "region" | "credentials">,
  host: string,
  { service, action, parameters = {} }: { service: Service; action: string; parameters?: Body },
): Promise<Body> {
  const { secretId, secretKey, token } = credentials;
  const client = new CommonClient(host, versions[service], {
    credential: { secretId, secretKey, ...(token !== undefined && { token }) },
    region,
    profile: { httpProfile: { protocol: "http://", reqTimeout: 60, agent } },
  });
  return client.request(action, parameters);
}

/** The code of a refusal; a call that succeeds is an error of the test. */
export async function refusal(attempt: Promise<unknown>): Promise<string> {
  let answer: unknown;
  try {
    answer = await attempt;
  } catch (error) {
    return (error as { code?: string; message: string }).code ?? `without a code: ${(error as Error).message}`;
  }
  throw new Error(`Not refused: ${JSON.stringify(answer)}`);
}

/** `ok`, or the code of the refusal. */
export async function outcome(attempt: Promise<unknown>): Promise<string> {
  const [settled] = await Promise.allSettled([attempt]);
  return settled.status === "fulfilled" ? "ok" : refusal(attempt);
}

export const tagList = (tags: Record<string, string>): { TagKey: string; TagValue: string }[] =>
  Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
