import {
  startLocalClouds,
  systemClock,
  type AlibabaCredentials,
  type AlibabaOptions,
  type Clock,
  type CloudControls,
  type LocalClouds,
} from "@crosstag/local-clouds";

export const longLived: AlibabaCredentials = { accessKeyId: "LTAItest0001", accessKeySecret: "a-secret-of-the-tests" };
export const session: AlibabaCredentials = {
  accessKeyId: "STS.test0002",
  accessKeySecret: "another-secret-of-the-tests",
  securityToken: "CAISession+Token/with=odd*characters",
};

export interface TestServer extends CloudControls {
  readonly cloud: LocalClouds["alibaba"];
  /** host:port, the form for the SDKs. */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** A local Alibaba Cloud KMS that knows the two credentials above and, by default, counts no quota. */
export async function startServer({
  clock = systemClock,
  ...options
}: AlibabaOptions & { readonly clock?: Clock } = {}): Promise<TestServer> {
  const clouds = await startLocalClouds({
    aws: false,
    alibaba: { credentials: [longLived, session], quotas: "off", ...options },
    clock,
  });
  const { requests, faults, quota, before, after, endpoint } = clouds.alibaba;
  return {
    requests,
    faults,
    quota,
    before,
    after,
    cloud: clouds.alibaba,
    endpoint: endpoint.slice("http://".length),
    close: () => clouds.close(),
  };
}
