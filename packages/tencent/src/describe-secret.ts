import type { Reference, ResourceDescription, ResourceState } from "@crosstag/core/driver";
import { type Answer, malformed } from "./answer.ts";
import { fieldsIn } from "./answer-fields.ts";
import { describedAs } from "./described-as.ts";
import { ownIdOf } from "./references.ts";
import { secretIdIn } from "./resource-id.ts";

const STATES: Readonly<Record<string, ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDelete: "pending-deletion",
  Creating: "creating",
};

/** A secret, from DescribeSecret. @throws TencentCallError `malformed` if the answer is not as documented */
export function toSecretDescription(answer: Answer, asked: Reference): ResourceDescription {
  const fields = fieldsIn(answer, answer.body);
  const id = secretIdIn(answer.body);
  if (id === undefined) throw malformed(answer, "no description of a secret, or no creator");
  if (fields.text("SecretName") !== ownIdOf(asked))
    throw malformed(answer, "the description of another secret than requested");
  const state = fields.text("Status") ?? "";
  return {
    ...describedAs(answer, asked, id, fields, "DeleteTime"),
    managedBy: "customer",
    state: STATES[state] ?? "other",
    stateAsGiven: state,
  };
}
