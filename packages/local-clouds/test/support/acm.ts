import { ACMClient, type ACMClientConfig } from "@aws-sdk/client-acm";
import { onTestFinished } from "vitest";
import type { AwsOptions, LocalAws } from "../../src/index.ts";
import { startAwsCloud, type OtherOptions } from "./aws.ts";

/** A local AWS without quotas with the raw SDK's client for ACM, both closed after the test. */
export async function startAcm(
  options: AwsOptions = {},
  others: OtherOptions = {},
): Promise<{ readonly aws: LocalAws; readonly client: ACMClient }> {
  const aws = await startAwsCloud(options, others);
  return { aws, client: acmClientOf(aws) };
}

/** One attempt per call, so that the test sees the cloud's own answer. */
export function acmClientOf(cloud: LocalAws, config: ACMClientConfig = {}): ACMClient {
  const { endpoint, region, credentials } = cloud;
  const client = new ACMClient({ endpoint, region, credentials, maxAttempts: 1, ...config });
  onTestFinished(() => {
    client.destroy();
  });
  return client;
}
