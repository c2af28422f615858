import { SecretsManagerClient, type SecretsManagerClientConfig } from "@aws-sdk/client-secrets-manager";
import { onTestFinished } from "vitest";
import { startLocalClouds, type AwsOptions, type LocalAws, type LocalCloudsOptions } from "../../src/index.ts";

/** A local AWS without quotas, and the raw SDK's client for Secrets Manager, both closed after the test. */
export async function startSecrets(
  options: AwsOptions = {},
  others: Omit<LocalCloudsOptions, "aws" | "alibaba" | "qkms"> = {},
): Promise<{ readonly aws: LocalAws; readonly client: SecretsManagerClient }> {
  const clouds = await startLocalClouds({ ...others, aws: { quotas: "off", ...options }, alibaba: false });
  onTestFinished(() => clouds.close());
  return { aws: clouds.aws, client: secretsClientOf(clouds.aws) };
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
