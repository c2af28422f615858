import { SecretsManagerClient, type SecretsManagerClientConfig } from "@aws-sdk/client-secrets-manager";
import { onTestFinished } from "vitest";
import type { AwsOptions, LocalAws } from "../../src/index.ts";
import { startAwsCloud, type OtherOptions } from "./aws.ts";

/** A local AWS without quotas with the raw SDK's client for Secrets Manager, both closed after the test. */
export async function startSecrets(
  options: AwsOptions = {},
  others: OtherOptions = {},
): Promise<{ readonly aws: LocalAws; readonly client: SecretsManagerClient }> {
  const aws = await startAwsCloud(options, others);
  return { aws, client: secretsClientOf(aws) };
}

/** One attempt per call, so that the test sees the cloud's own answer. */
export function secretsClientOf(cloud: LocalAws, config: SecretsManagerClientConfig = {}): SecretsManagerClient {
  const { endpoint, region, credentials } = cloud;
  const client = new SecretsManagerClient({ endpoint, region, credentials, maxAttempts: 1, ...config });
  onTestFinished(() => {
    client.destroy();
  });
  return client;
}
