import { adapter } from "@crosstag/aws";
import { createCrosstag, type Crosstag, type EngineOptions } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { startLocalClouds, type AwsOptions, type LocalAws } from "@crosstag/local-clouds";

export interface AwsServices extends AsyncDisposable {
  readonly cloud: LocalAws;
  /** One object over the services of one account and region. */
  readonly crosstag: Crosstag;
  /** The drivers: of KMS, Secrets Manager and Certificate Manager. */
  readonly drivers: readonly [KmsDriver, ...KmsDriver[]];
}

/**
 * The local AWS cloud, without quotas, and one `Crosstag` over the drivers of all its services, which share their
 * credentials. The account is not configured.
 */
export async function openAwsServices(aws: AwsOptions = {}, engine: EngineOptions = {}): Promise<AwsServices> {
  const clouds = await startLocalClouds({ aws: { quotas: "off", ...aws }, alibaba: false });
  Object.assign(process.env, clouds.environment());
  const { endpoint, region } = clouds.aws;
  const kms = await adapter.createDriver({ endpoint, region });
  const others = (adapter.services ?? []).map((service) => service.createDriver({ endpoint, region }, kms));
  const drivers = [kms, ...(await Promise.all(others))] as const;
  const crosstag = createCrosstag(drivers, { pacing: "off", retry: "immediate", ...engine });
  return {
    cloud: clouds.aws,
    crosstag,
    drivers,
    [Symbol.asyncDispose]: async () => {
      await crosstag.close();
      await clouds.close();
    },
  };
}
