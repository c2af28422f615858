import { openLiveAlibaba } from "./alibaba/live-alibaba.ts";
import { openLiveAws } from "./aws/live-aws.ts";
import type { LiveCloud } from "./live-cloud.ts";
import type { LiveOptions } from "./live-options.ts";

/** Opens the cloud of the options, with the credentials that its SDK finds. Sends nothing. */
export function openLiveCloud({
  cloud,
  region,
  endpoint,
}: Pick<LiveOptions, "cloud" | "region" | "endpoint">): LiveCloud {
  const open = { aws: openLiveAws, alibaba: openLiveAlibaba }[cloud];
  return open(region, endpoint);
}
