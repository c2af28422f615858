import { adapter as alibaba } from "@crosstag/alibaba";
import { adapter as aws } from "@crosstag/aws";
import { createCrosstag, type Crosstag } from "@crosstag/core";
import type { CloudSettings, KmsAdapter, KmsDriver } from "@crosstag/core/driver";
import { adapter as tencent } from "@crosstag/tencent";
import { ENGINE, type RunClouds } from "./run-part-message.ts";

const ADAPTERS = { aws, alibaba, tencent };

/** One object over every region and service of all clouds, with the credentials of the environment. */
export async function openCrosstag(clouds: RunClouds): Promise<Crosstag> {
  const drivers = await Promise.all(
    (["aws", "alibaba", "tencent"] as const).flatMap((name) =>
      clouds[name].map((settings) => openServices(ADAPTERS[name], settings)),
    ),
  );
  return createCrosstag(drivers.flat(), ENGINE);
}

/** The KMS of one region, and the services that stand beside it. */
async function openServices(adapter: KmsAdapter, settings: CloudSettings): Promise<readonly KmsDriver[]> {
  const kms = await adapter.createDriver(settings);
  const beside = (adapter.services ?? []).map((service) => service.createDriver(settings, kms));
  return [kms, ...(await Promise.all(beside))];
}
