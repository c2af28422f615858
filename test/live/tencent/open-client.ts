import { Agent } from "node:http";
import { CommonClient, DefaultCredentialProvider } from "tencentcloud-sdk-nodejs-common";
import { retryThrottled } from "../retry-throttled.ts";
import type { Sleep } from "../retry-throttled.ts";
import { errorCode } from "./error-code.ts";

/** The versions of the services' APIs. */
const VERSIONS = { kms: "2019-01-18", tag: "2018-08-13", sts: "2018-08-13", ssm: "2019-09-23" } as const;

/** Calls the services of Tencent Cloud by its SDK. */
export interface TencentClient {
  /** Makes one call. @throws the SDK's error, see `errorCode` */
  readonly call: (
    service: keyof typeof VERSIONS,
    action: string,
    parameters: Readonly<Record<string, unknown>>,
  ) => Promise<unknown>;
  /** Calls made until now, without the repetitions of throttled ones. */
  readonly calls: () => number;
  /** The region. */
  readonly region: string;
  /** Closes the connections. */
  readonly close: () => void;
}

/** Opens a client with the credentials that the SDK finds. Sends nothing. */
export function openClient(region: string, endpoint?: string, wait?: Sleep): TencentClient {
  // The SDK signs the host of a service. Another address gets requests to that host.
  const address = endpoint === undefined ? undefined : new URL(endpoint);
  const agent = address === undefined ? undefined : agentFor(address.hostname);
  const port = address === undefined ? "" : `:${address.port}`;
  const httpProfile = {
    reqTimeout: 60,
    ...(address !== undefined && { protocol: `${address.protocol}//` as "http://" | "https://" }),
    ...(agent !== undefined && { agent }),
  };
  let calls = 0;
  return {
    region,
    calls: () => calls,
    close: () => agent?.destroy(),
    call: (service, action, parameters) => {
      calls += 1;
      const client = new CommonClient(`${service}.tencentcloudapi.com${port}`, VERSIONS[service], {
        credential: new DefaultCredentialProvider(),
        region,
        profile: { httpProfile },
      });
      return retryThrottled(() => client.request(action, parameters), isThrottled, wait);
    },
  };
}

function isThrottled(error: unknown): boolean {
  return errorCode(error)?.startsWith("RequestLimitExceeded") === true;
}

function agentFor(hostname: string): Agent {
  return new Agent({
    keepAlive: true,
    lookup: (_host, options, done) => {
      if (options.all === true) done(null, [{ address: hostname, family: 4 }]);
      else done(null, hostname, 4);
    },
  });
}
