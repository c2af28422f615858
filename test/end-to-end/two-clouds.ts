import { createAlibabaKmsDriver } from "@crosstag/alibaba";
import { createAwsKmsDriver } from "@crosstag/aws";
import {
  createCrosstag,
  type Crosstag,
  CrosstagError,
  type CrosstagEvent,
  type EngineOptions,
  type Outcome,
  type ResourceTags,
} from "@crosstag/core";
import type { CloudSettings } from "@crosstag/core/driver";
import { startLocalClouds, type AlibabaOptions, type AwsOptions, type LocalClouds } from "@crosstag/local-clouds";

export interface TwoCloudsOptions {
  readonly aws?: AwsOptions;
  readonly alibaba?: AlibabaOptions;
  /** On top of endpoint, region and account. */
  readonly settings?: { readonly aws?: CloudSettings; readonly alibaba?: CloudSettings };
  readonly engine?: EngineOptions;
}

export interface TwoClouds extends AsyncDisposable {
  readonly clouds: LocalClouds;
  /** One object over both clouds. */
  readonly crosstag: Crosstag;
  /** All events of the engine so far. */
  readonly events: readonly CrosstagEvent[];
}

/**
 * Both local clouds, without quotas by default, and one `Crosstag` on both real drivers. Credentials are found by
 * environment.
 */
export async function openTwoClouds({ aws, alibaba, settings, engine }: TwoCloudsOptions = {}): Promise<TwoClouds> {
  const clouds = await startLocalClouds({ aws: { quotas: "off", ...aws }, alibaba: { quotas: "off", ...alibaba } });
  Object.assign(process.env, clouds.environment());
  const drivers = await Promise.all([
    createAwsKmsDriver({
      endpoint: clouds.aws.endpoint,
      region: clouds.aws.region,
      account: clouds.aws.account,
      ...settings?.aws,
    }),
    createAlibabaKmsDriver({
      endpoint: clouds.alibaba.endpoint,
      region: clouds.alibaba.region,
      account: clouds.alibaba.account,
      ...settings?.alibaba,
    }),
  ]);
  const events: CrosstagEvent[] = [];
  // Without given quotas there is no pacing either: these tests are about counts, not about time.
  const paced = aws?.quotas !== undefined || alibaba?.quotas !== undefined;
  const crosstag = createCrosstag(drivers, {
    pacing: paced ? "quota" : "off",
    retry: "immediate",
    onEvent: (event) => events.push(event),
    ...engine,
  });
  return {
    clouds,
    crosstag,
    events,
    [Symbol.asyncDispose]: async () => {
      await crosstag.close();
      await clouds.close();
    },
  };
}

/** The resources with that status, as they were named. */
export function named(outcomes: readonly Outcome[], status: Outcome["status"]): readonly string[] {
  return outcomes.filter((outcome) => outcome.status === status).map(({ resource }) => resource);
}

/** The code of the first outcome's error, or its status if there is none. */
export function firstCode(outcomes: readonly Outcome[]): string {
  const [outcome] = outcomes;
  if (outcome === undefined) return "no outcome";
  return "error" in outcome ? outcome.error.code : outcome.status;
}

/** What an attempt is refused with; fails where it is not. */
export async function refusalOf(attempt: Promise<unknown>): Promise<CrosstagError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!CrosstagError.is(error)) throw new Error(`Expected a refusal, got ${String(error)}.`);
  return error;
}

/** The first of what is read. */
export async function readOne(tags: AsyncIterable<ResourceTags>): Promise<ResourceTags> {
  for await (const read of tags) return read;
  throw new Error("Nothing was read.");
}
