import { fieldOf, listOf } from "../answer-fields.ts";
import { MARK } from "../live-cloud.ts";
import type { LivePart } from "../live-part.ts";
import type { TencentClient } from "./open-client.ts";

/** The shortest waiting period of a deletion that can be taken back, in days. */
const SHORTEST_DAYS = 1;

/** The largest page of ListSecrets. */
const PAGE = 100;

const none = () => Promise.reject(new TypeError("Probes have no secrets."));

/** Secrets of Tencent Cloud Secrets Manager that the conformance suite creates. Probes have none. */
export function secretPart(client: TencentClient): LivePart {
  return {
    kind: "secret",
    roles: [],
    probes: [],
    restoreCalls: 0,
    removeCalls: 3,
    owns: (id) => id.startsWith("crosstag-live-"),
    create: none,
    restore: none,
    remove: async (SecretName, listed) => {
      const secret = await client.call("ssm", "DescribeSecret", { SecretName });
      if (!listed && !isMarked(secret)) return "not created by a live test";
      const status = fieldOf(secret, "Status");
      if (status === "PendingDelete") return "already removed";
      // Documented: only a disabled secret can be deleted.
      if (status !== "Disabled") await client.call("ssm", "DisableSecret", { SecretName });
      await client.call("ssm", "DeleteSecret", { SecretName, RecoveryWindowInDays: SHORTEST_DAYS });
      return "removed";
    },
    findMarked: async () => {
      const marked: string[] = [];
      for (let offset = 0, more = true; more; offset += PAGE) {
        const page = await client.call("ssm", "ListSecrets", { Offset: offset, Limit: PAGE });
        const secrets = listOf(page, "SecretMetadatas");
        for (const secret of secrets) if (isMarked(secret)) marked.push(String(fieldOf(secret, "SecretName")));
        more = secrets.length === PAGE;
      }
      return marked;
    },
  };
}

function isMarked(secret: unknown): boolean {
  const description = fieldOf(secret, "Description");
  return typeof description === "string" && description.startsWith(`${MARK} `);
}
