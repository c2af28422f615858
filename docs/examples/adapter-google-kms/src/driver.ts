import { callTimeoutMsOf, DRIVER_CONTRACT } from "@crosstag/core/driver";
import type { CallContext, KmsDriver, Quota, Reference } from "@crosstag/core/driver";
import { JsonCallError, type JsonObject, jsonObjectIn } from "@crosstag/driver-kit";
import { JsonService, type TokenSource } from "@crosstag/driver-kit/http";
import { classifyFailure } from "./classify-failure.ts";
import { describeKey, timeIn } from "./describe-key.ts";
import { listKeys } from "./list-keys.ts";
import { googleProfile } from "./profile.ts";
import { fullName, referenceTo } from "./references.ts";

/** Settings of `createGoogleDriver`. */
export interface GoogleDriverOptions {
  /** The project. */
  readonly account: string;
  /** The location: `europe-west3`, `global`. */
  readonly region: string;
  readonly tokens: TokenSource;
  readonly endpoint?: string | undefined;
  readonly quotas?: readonly Quota[];
  readonly callTimeoutSeconds?: number | undefined;
}

/** Creates a driver of one project and location. Sends nothing. One method is one wire call. */
export function createGoogleDriver(options: GoogleDriverOptions): KmsDriver {
  const { account, region, endpoint, tokens, quotas = googleProfile.quotas, callTimeoutSeconds } = options;
  const origin = endpoint ?? "https://cloudkms.googleapis.com";
  const service = new JsonService({ provider: "google", origin, tokens });
  const nameOf = (key: Reference) => fullName(key.account ?? account, region, key.id);

  /** Reads a key or sets its labels. The answer has to be about the same key. */
  async function callKey(key: Reference, context: CallContext, labels?: JsonObject): Promise<JsonObject> {
    const name = nameOf(key);
    const answer = await (labels === undefined
      ? service.send("GET", `/v1/${name}`, context)
      : service.send("PATCH", `/v1/${name}?updateMask=labels`, context, { labels }));
    if (answer["name"] !== name) throw new JsonCallError("unreadable", 200);
    return answer;
  }

  async function destroyVersion(key: Reference, version: string | undefined, context: CallContext) {
    // No call destroys "the primary version", and a guess could destroy another one.
    if (version === undefined) throw new JsonCallError("refused", 400, { error: { status: "FAILED_PRECONDITION" } });
    const name = `${nameOf(key)}/cryptoKeyVersions/${version}`;
    const answer = await service.send("POST", `/v1/${name}:destroy`, context, {});
    const scheduledFor = timeIn(answer["destroyTime"]);
    if (answer["name"] !== name || scheduledFor === undefined) throw new JsonCallError("unreadable", 200);
    return { materialId: version, scheduledFor };
  }

  return {
    ...googleProfile,
    quotas,
    contract: DRIVER_CONTRACT,
    scope: { account, region },
    ...(endpoint !== undefined && { endpoint }),
    callTimeoutMs: callTimeoutMsOf(callTimeoutSeconds),
    native: undefined,
    classify: classifyFailure,
    close: async () => service.close(),
    // A token belongs to no project, and every call names one: the configured one.
    identify: async () => ({}),
    readTags: async ({ resources }, context) => {
      // The limits allow one key in a call. Without labels, the answer has no map.
      const [key] = resources;
      const { labels = {} } = key === undefined ? {} : await callKey(key, context);
      const rows = Object.entries(jsonObjectIn(labels));
      return { rows: rows.map(([label, value]) => ({ id: key?.id ?? "", key: label, value: String(value) })) };
    },
    replaceTags: async ({ resource, tags }, context) => {
      await callKey(resource, context, Object.fromEntries(tags));
      return {};
    },
    describeResource: async ({ resource }, context) =>
      describeKey(await callKey(resource, context), referenceTo(resource.id, resource.account ?? account, region)),
    listResources: ({ cursor }, context) => listKeys(service, { account, region }, cursor, context),
    deleteKeyMaterial: ({ resource, materialId }, context) => destroyVersion(resource, materialId, context),
  };
}
