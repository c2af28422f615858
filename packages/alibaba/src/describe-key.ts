import type { KeyFacts, Reference, ResourceDescription, ResourceState } from "@crosstag/core/driver";
import { type Answer, isObject, malformed } from "./answer.ts";
import { placeOf } from "./resource-arn.ts";

const STATES: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDeletion: "pending-deletion",
  PendingImport: "pending-import",
};

const ORIGINS: Readonly<Record<string, KeyFacts["origin"]>> = { Aliyun_KMS: "cloud", EXTERNAL: "external" };

/** A key, from DescribeKey. @throws AlibabaCallError `malformed` if the answer is not as documented */
export function toKeyDescription(answer: Answer, asked: Reference): ResourceDescription {
  const key = answer.body["KeyMetadata"];
  const { text, time } = fieldsOf(answer, key);
  const id = text("KeyId");
  if (!isObject(key) || id === undefined) throw malformed(answer, "no description of a key");

  const creator = text("Creator");
  const state = text("KeyState") ?? "";
  const expiresAt = time("MaterialExpireTime");
  const spec = text("KeySpec");
  const usage = text("KeyUsage");
  return {
    ...common(answer, key, { ...asked, id, alias: false }, { created: "CreationDate", deletion: "DeleteDate" }),
    // The creator of a key of a cloud service is the name of the service; of other keys it is the number of an account.
    managedBy: creator === undefined || /^\d+$/.test(creator) ? "customer" : "cloud",
    state: STATES[state] ?? "other",
    stateAsGiven: state,
    key: {
      origin: ORIGINS[text("Origin") ?? ""] ?? "other",
      ...(spec !== undefined && { spec }),
      ...(usage !== undefined && { usage }),
      ...(expiresAt !== undefined && { expiresAt }),
    },
  };
}

/** A secret, from DescribeSecret. @throws AlibabaCallError `malformed` if the answer is not as documented */
export function toSecretDescription(answer: Answer, asked: Reference): ResourceDescription {
  const { text } = fieldsOf(answer, answer.body);
  const id = text("SecretName");
  if (id === undefined) throw malformed(answer, "no description of a secret");
  const pendingDeletion = text("PlannedDeleteTime") !== undefined;
  return {
    ...common(answer, answer.body, { ...asked, id }, { created: "CreateTime", deletion: "PlannedDeleteTime" }),
    managedBy: text("OwingService") === undefined ? "customer" : "cloud",
    // A secret has no state, but it can have a time of deletion.
    state: pendingDeletion ? "pending-deletion" : "enabled",
    stateAsGiven: pendingDeletion ? "PlannedDeleteTime" : "",
  };
}

/** The fields with the times that keys and secrets have under different names. */
interface TimeFields {
  readonly created: string;
  readonly deletion: string;
}

function common(answer: Answer, fields: unknown, reference: Reference, { created, deletion }: TimeFields) {
  const { text, time } = fieldsOf(answer, fields);
  const arn = text("Arn");
  const place = placeOf(arn, reference.kind);
  if (place !== undefined && place.id !== reference.id)
    throw malformed(answer, "a name and an ARN of two different resources");
  const description = text("Description");
  const createdAt = time(created);
  const deletionAt = time(deletion);
  return {
    reference: { ...reference, ...(place !== undefined && { region: place.region, account: place.account }) },
    kind: reference.kind,
    requestId: answer.requestId,
    ...(description !== undefined && { description }),
    ...(createdAt !== undefined && { createdAt }),
    ...(deletionAt !== undefined && { deletionAt }),
  };
}

/** Readers that check the type of a field. KMS returns an absent field as an empty text. */
function fieldsOf(answer: Answer, fields: unknown) {
  const text = (name: string): string | undefined => {
    const value = isObject(fields) ? fields[name] : undefined;
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value !== "string") throw malformed(answer, `a ${name} that is not text`);
    return value;
  };
  const time = (name: string): number | undefined => {
    const given = text(name);
    if (given === undefined) return undefined;
    const value = Date.parse(given);
    if (Number.isNaN(value)) throw malformed(answer, `a ${name} that is not a time`);
    return value;
  };
  return { text, time };
}
