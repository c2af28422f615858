import type { ResourceKind } from "@crosstag/core";
import { MARK } from "../live-cloud.ts";
import type { LiveSuite, LiveSuitePlace } from "../live-cloud.ts";
import type { LivePlace } from "../live-part.ts";
import type { Sleep } from "../retry-throttled.ts";
import { liveHarness } from "./live-harness.ts";
import type { LiveSubject } from "./live-harness.ts";
import { runConformance } from "./run-conformance.ts";

/** What the suite takes on the resources of one service, measured on a local cloud with the documented quotas. */
export interface SuiteCost {
  /** The kind of its resources. */
  readonly kind: ResourceKind;
  /** `keys of AWS KMS` */
  readonly title: string;
  /** Resources that it creates, at most. */
  readonly resources: number;
  /** Calls, about. */
  readonly calls: number;
  /** The time, about. */
  readonly minutes: number;
  /** Opens the service. */
  readonly open: (place: LiveSuitePlace) => Promise<LiveSubject>;
}

/** The conformance suite on one service after the other. */
export function liveSuite(all: readonly SuiteCost[], { kinds }: LivePlace, wait?: Sleep): LiveSuite {
  const services = all.filter(({ kind }) => kinds.includes(kind));
  return {
    announcement: services.map(
      ({ title, resources, calls, minutes }) =>
        `The conformance suite on ${title} creates up to ${resources} of them and makes about ${calls} calls in about ${minutes} ${minutes === 1 ? "minute" : "minutes"}; --probes-only leaves it out.`,
    ),
    run: async (place, tell, progress) => {
      const results = [];
      for (const { title, open } of services) {
        const subject = await open(place);
        const harness = liveHarness(subject, wait);
        try {
          results.push(
            ...(await runConformance(harness, subject.skipped, tell, (done, cases) => {
              progress(`${title}: ${done} of ${cases} cases`);
            })),
          );
        } finally {
          await harness.finish({ [MARK]: place.run });
        }
      }
      return results;
    },
  };
}
