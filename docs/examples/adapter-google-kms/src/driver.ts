import { callTimeoutMsOf, DRIVER_CONTRACT } from "@crosstag/core/driver";
import type { CallContext, DriverSettings, KmsDriver, Reference } from "@crosstag/core/driver";
import { classifyFailure } from "./classify-failure.ts";
import { describeKey, timeIn } from "./describe-key.ts";
import { listKeys } from "./list-keys.ts";
import { googleProfile } from "./profile.ts";
import { fullName, referenceTo } from "./references.ts";
import { type Json, objectIn, RefusedError, restClient, type TokenSource, UnreadableError } from "./rest-client.ts";

/** Settings of `createGoogleDriver`. */
export interface GoogleDriverOptions extends Pick<DriverSettings, "endpoint" | "quotas" | "callTimeoutSeconds"> {
  /** The project. */
  readonly account: string;
  /** The location: `europe-west3`, `global`. */
  readonly region: string;
  readonly tokens: TokenSource;
}

/** Creates a driver of one project and location. Sends nothing. One method is one wire call. */
export function createGoogleDriver(options: GoogleDriverOptions): KmsDriver {
  const { account, region, endpoint, tokens, quotas = {}, callTimeoutSeconds } = options;
  const send = restClient(endpoint ?? "https://cloudkms.googleapis.com", tokens);
  const nameOf = (key: Reference) => fullName(key.account ?? account, region, key.id);

  /** Reads a key or sets its labels. The answer has to be about the same key. */
  async function callKey(key: Reference, context: CallContext, labels?: Json): Promise<Json> {
    const name = nameOf(key);
    const answer = await (labels === undefined
      ? send("GET", name, context)
      : send("PATCH", `${name}?updateMask=labels`, context, { labels }));
    if (answer["name"] !== name) throw new UnreadableError("The answer is about another key.");
    return answer;
  }

  async function destroyVersion(key: Reference, version: string | undefined, context: CallContext) {
    // No call destroys "the primary version", and a guess could destroy another one.
    if (version === undefined) throw new RefusedError(400, "FAILED_PRECONDITION");
    const name = `${nameOf(key)}/cryptoKeyVersions/${version}`;
    const answer = await send("POST", `${name}:destroy`, context, {});
    const scheduledFor = timeIn(answer["destroyTime"]);
    if (answer["name"] !== name || scheduledFor === undefined) throw new UnreadableError("The answer has no date.");
    return { materialId: version, scheduledFor };
  }

  return {
    ...googleProfile,
    quotas: googleProfile.quotas.map((row) => ({ ...row, requestsPerSecond: quotas[row.id] ?? row.requestsPerSecond })),
    contract: DRIVER_CONTRACT,
    scope: { account, region },
    ...(endpoint !== undefined && { endpoint }),
    callTimeoutMs: callTimeoutMsOf(callTimeoutSeconds),
    native: undefined,
    classify: classifyFailure,
    close: async () => {},
    // A token belongs to no project, and every call names one: the configured one.
    identify: async () => ({}),
    readTags: async ({ resources }, context) => {
      // The limits allow one key in a call. Without labels, the answer has no map.
      const [key] = resources;
      const { labels = {} } = key === undefined ? {} : await callKey(key, context);
      const rows = Object.entries(objectIn(labels));
      return { rows: rows.map(([label, value]) => ({ id: key?.id ?? "", key: label, value: String(value) })) };
    },
    replaceTags: async ({ resource, tags }, context) => {
      await callKey(resource, context, Object.fromEntries(tags));
      return {};
    },
    describeResource: async ({ resource }, context) =>
      describeKey(await callKey(resource, context), referenceTo(resource.id, resource.account ?? account, region)),
    listResources: ({ cursor }, context) => listKeys(send, { account, region }, cursor, context),
    deleteKeyMaterial: ({ resource, materialId }, context) => destroyVersion(resource, materialId, context),
  };
}
