import type { KeyFacts, Reference, ResourceDescription, ResourceState } from "@crosstag/core/driver";
import { type Answer, isObject, unreadable } from "./answer.ts";

const STATES: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDeletion: "pending-deletion",
  PendingImport: "pending-import",
};

const ORIGINS: Readonly<Record<string, KeyFacts["origin"]>> = { Aliyun_KMS: "cloud", EXTERNAL: "external" };

/** @throws AlibabaCallError `unreadable` where the answer of DescribeKey names no key */
export function toKeyDescription(answer: Answer, asked: Reference): ResourceDescription {
  const key = answer.body["KeyMetadata"];
  const id = isObject(key) ? text(key, "KeyId") : undefined;
  if (!isObject(key) || id === undefined) throw unreadable(answer);

  const creator = text(key, "Creator");
  const state = text(key, "KeyState") ?? "";
  const expiresAt = time(key, "MaterialExpireTime");
  const spec = text(key, "KeySpec");
  const usage = text(key, "KeyUsage");
  return {
    ...common(answer, key, { ...asked, id, alias: false }, "CreationDate"),
    // Keys that a cloud service made for itself carry the service's name, all others the number of an account.
    managedBy: creator === undefined || /^\d+$/.test(creator) ? "customer" : "cloud",
    state: STATES[state] ?? "other",
    stateAsGiven: state,
    key: {
      origin: ORIGINS[text(key, "Origin") ?? ""] ?? "other",
      ...(spec !== undefined && { spec }),
      ...(usage !== undefined && { usage }),
      ...(expiresAt !== undefined && { expiresAt }),
    },
  };
}

/** @throws AlibabaCallError `unreadable` where the answer of DescribeSecret names no secret */
export function toSecretDescription(answer: Answer, asked: Reference): ResourceDescription {
  const id = text(answer.body, "SecretName");
  if (id === undefined) throw unreadable(answer);
  const pendingDeletion = text(answer.body, "PlannedDeleteTime") !== undefined;
  return {
    ...common(answer, answer.body, { ...asked, id }, "CreateTime"),
    managedBy: text(answer.body, "OwingService") === undefined ? "customer" : "cloud",
    // A secret has no state of its own, only perhaps a time of deletion.
    state: pendingDeletion ? "pending-deletion" : "enabled",
    stateAsGiven: pendingDeletion ? "PlannedDeleteTime" : "",
  };
}

function common(answer: Answer, fields: Readonly<Record<string, unknown>>, reference: Reference, created: string) {
  const [, , region, account] = (text(fields, "Arn") ?? "").split(":");
  const description = text(fields, "Description");
  const createdAt = time(fields, created);
  return {
    reference: { ...reference, ...(region && { region }), ...(account && { account }) },
    kind: reference.kind,
    requestId: answer.requestId,
    ...(description !== undefined && { description }),
    ...(createdAt !== undefined && { createdAt }),
  };
}

/** KMS gives what is absent as an empty text. */
function text(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function time(fields: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = Date.parse(text(fields, name) ?? "");
  return Number.isNaN(value) ? undefined : value;
}
