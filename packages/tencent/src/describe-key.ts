import type { KeyFacts, Reference, ResourceDescription, ResourceState } from "@crosstag/core/driver";
import { type Answer, isObject, malformed } from "./answer.ts";
import { type AnswerFields, fieldsIn } from "./answer-fields.ts";
import { describedAs } from "./described-as.ts";
import { ownIdOf } from "./references.ts";
import { resourceIdIn } from "./resource-id.ts";

const STATES: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDelete: "pending-deletion",
  PendingImport: "pending-import",
};

const ORIGINS: Readonly<Record<string, KeyFacts["origin"]>> = { TENCENT_KMS: "cloud", EXTERNAL: "external" };

/** A key, from DescribeKey. @throws TencentCallError `malformed` if the answer is not as documented */
export function toKeyDescription(answer: Answer, asked: Reference): ResourceDescription {
  const key = answer.body["KeyMetadata"];
  const fields = fieldsIn(answer, key);
  const keyId = fields.text("KeyId");
  const id = isObject(key) ? resourceIdIn(keyId, key["ResourceId"]) : undefined;
  if (keyId === undefined || id === undefined) throw malformed(answer, "no description of a key, or no resource id");
  if (keyId.toLowerCase() !== ownIdOf(asked).toLowerCase())
    throw malformed(answer, "the description of another key than requested");
  const state = fields.text("KeyState") ?? "";
  return {
    ...describedAs(answer, asked, id, fields, "DeletionDate"),
    // The owner of a key that a product created is the name of the product.
    managedBy: (fields.text("Owner") ?? "user") === "user" ? "customer" : "cloud",
    state: STATES[state] ?? "other",
    stateAsGiven: state,
    key: keyFacts(fields),
  };
}

function keyFacts({ text, time, number }: AnswerFields): KeyFacts {
  const usage = text("KeyUsage");
  const expiresAt = time("ValidTo");
  return {
    origin: ORIGINS[text("Origin") ?? ""] ?? "other",
    ...(usage !== undefined && { usage }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(number("IsSyncReplica") === 1 && { multiRegion: { role: "replica", replicas: [] } }),
  };
}
