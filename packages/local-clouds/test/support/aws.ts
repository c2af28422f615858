import { KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { onTestFinished } from "vitest";
import type { AwsOptions, LocalAws, LocalCloudsOptions } from "../../src/index.ts";
import { startLocalClouds } from "../../src/index.ts";

export type OtherOptions = Omit<LocalCloudsOptions, "aws" | "alibaba" | "qkms">;

/** A local AWS without quotas, closed after the test. */
export async function startAwsCloud(options: AwsOptions, others: OtherOptions): Promise<LocalAws> {
  const clouds = await startLocalClouds({ ...others, aws: { quotas: "off", ...options }, alibaba: false });
  onTestFinished(() => clouds.close());
  return clouds.aws;
}

/** The same with the raw SDK's client for KMS. */
export async function startAws(
  options: AwsOptions = {},
  others: OtherOptions = {},
): Promise<{ readonly aws: LocalAws; readonly kms: KMSClient }> {
  const aws = await startAwsCloud(options, others);
  return { aws, kms: clientOf(aws) };
}

export async function startQkms(
  options: AwsOptions = {},
): Promise<{ readonly qkms: LocalAws; readonly kms: KMSClient }> {
  const clouds = await startLocalClouds({ aws: false, qkms: { quotas: "off", ...options }, alibaba: false });
  onTestFinished(() => clouds.close());
  return { qkms: clouds.qkms, kms: clientOf(clouds.qkms) };
}

/** One attempt per call, so that the test sees the cloud's own answer. */
export function clientOf(cloud: LocalAws, config: KMSClientConfig = {}): KMSClient {
  const { endpoint, region, credentials } = cloud;
  const kms = new KMSClient({ endpoint, region, credentials, maxAttempts: 1, ...config });
  onTestFinished(() => {
    kms.destroy();
  });
  return kms;
}

/** The error of a call that must fail, with its HTTP answer. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ readonly name: string; readonly message: string; readonly status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error("The call was expected to be refused, but succeeded.");
}
