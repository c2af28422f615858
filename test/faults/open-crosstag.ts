import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import { createCrosstag, type Crosstag } from "@crosstag/core";
import { ENGINE, type RunClouds } from "./run-part-message.ts";

/** One object over every region of both clouds, with the credentials of the environment. */
export async function openCrosstag({ aws, alibaba }: RunClouds): Promise<Crosstag> {
  const drivers = await Promise.all([
    ...aws.map((settings) => createAwsKmsDriver(settings)),
    ...alibaba.map((settings) => createAlibabaKmsDriver(settings)),
  ]);
  return createCrosstag(drivers, ENGINE);
}
