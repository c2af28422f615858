import type { CloudCall } from "../../server/cloud.ts";
import type { AlibabaSettings } from "../settings.ts";
import { operations } from "./operations.ts";
import type { QuotaGroup } from "./quotas.ts";

/** The quota that a call spends. A setting decides which quota tag calls on secrets spend. */
export function quotaGroupOf(call: CloudCall, settings: AlibabaSettings): QuotaGroup | undefined {
  if (settings.secretsQuotaGroup === "secrets" && tagsSecrets(call)) return "secrets";
  return operations.get(call.operation)?.quota;
}

function tagsSecrets({ operation, parameters }: CloudCall): boolean {
  switch (operation) {
    case "TagResource":
    case "UntagResource":
      return parameters["SecretName"] !== undefined && parameters["SecretName"] !== "";
    case "TagResources":
    case "UntagResources":
    case "ListTagResources":
      return parameters["ResourceType"] === "secret";
    default:
      return false;
  }
}
