import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { adapter } from "@crosstag/aws";
import { createCrosstag, type Crosstag } from "@crosstag/core";
import type { KmsDriver } from "@crosstag/core/driver";
import { ENGINE, type RunClouds } from "./run-part-message.ts";

/** One object over every region and service of both clouds, with the credentials of the environment. */
export async function openCrosstag({ aws, alibaba }: RunClouds): Promise<Crosstag> {
  const drivers = await Promise.all([
    ...aws.map((settings) => openServices(settings)),
    ...alibaba.map((settings) => createAlibabaKmsDriver(settings)),
  ]);
  return createCrosstag(drivers.flat(), ENGINE);
}

/** The KMS, Secrets Manager and Certificate Manager of one region. */
async function openServices(settings: RunClouds["aws"][number]): Promise<readonly KmsDriver[]> {
  const kms = await adapter.createDriver(settings);
  const beside = (adapter.services ?? []).map((service) => service.createDriver(settings, kms));
  return [kms, ...(await Promise.all(beside))];
}
