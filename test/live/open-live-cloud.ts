import { openLiveAlibaba } from "./alibaba/live-alibaba.ts";
import { openLiveAws } from "./aws/live-aws.ts";
import type { LiveCloud } from "./live-cloud.ts";
import type { LiveOptions } from "./live-options.ts";
import type { Sleep } from "./retry-throttled.ts";
import { openLiveTencent } from "./tencent/live-tencent.ts";

/** Opens the cloud of the options, with the credentials that its SDK finds. Sends nothing. `wait`: between repetitions. */
export function openLiveCloud(
  { cloud, ...place }: Pick<LiveOptions, "cloud" | "region" | "endpoint" | "kinds">,
  wait?: Sleep,
): LiveCloud {
  const open = { aws: openLiveAws, alibaba: openLiveAlibaba, tencent: openLiveTencent }[cloud];
  return open(place, wait);
}
