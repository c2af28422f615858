import { startLocalClouds, type LocalClouds, type LocalCloudsOptions } from "@crosstag/local-clouds";

const AWS = { regions: ["eu-central-1"], account: "111122223333" };
const ALIBABA = { regions: ["cn-hangzhou"], account: "1234567890" };

/** The resources in the clouds before the first block of a page, by the names that pages use in `<!-- scene: … -->`. */
const SCENES: Readonly<Record<string, LocalCloudsOptions>> = {
  "two-clouds": {
    aws: AWS,
    alibaba: ALIBABA,
    seed: {
      aws: {
        keys: [
          { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab", tags: { team: "platform" }, aliases: ["alias/billing"] },
          { keyId: "0987dcba-09fe-87dc-65ba-ab0987654321" },
          { keyId: "5678ef01-56ef-78ab-90cd-5678901234ef", origin: "EXTERNAL", description: "card vault" },
        ],
      },
      alibaba: {
        keys: [
          { keyId: "key-hzz00000000000001", tags: { team: "platform", stage: "test" } },
          { keyId: "key-hzz00000000000002" },
          { keyId: "key-hzz00000000000003", origin: "EXTERNAL", description: "card vault" },
        ],
        secrets: [{ name: "database", tags: { team: "platform" } }],
      },
    },
  },
  /** What `docs/guides/first-call.md` has its reader start. */
  "first-call": {
    seed: {
      aws: { keys: [{ keyId: "1234abcd-12ab-34cd-56ef-1234567890ab", tags: { team: "platform" } }] },
      alibaba: {
        keys: [{ keyId: "key-hzz00000000000001" }],
        secrets: [{ name: "database", tags: { team: "platform" } }],
      },
    },
  },
  /** Tags that one cloud accepts and the other refuses. */
  migration: {
    aws: AWS,
    alibaba: ALIBABA,
    seed: {
      aws: {
        keys: [
          {
            keyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
            tags: { "Cost Center": "4711", Owner: "Zoë", env: "prod", team: "payments" },
          },
          { keyId: "0987dcba-09fe-87dc-65ba-ab0987654321", tags: { "Cost Center": "4712", team: "search" } },
        ],
      },
      alibaba: {
        keys: [{ keyId: "key-hzz00000000000001", tags: { stage: "test" } }, { keyId: "key-hzz00000000000002" }],
      },
    },
  },
  /** An organization with accounts that can be read, one without the role, and one that is suspended. */
  organization: {
    aws: { ...AWS, regions: ["eu-central-1", "us-east-1"] },
    alibaba: ALIBABA,
    seed: {
      aws: {
        accounts: [
          {
            id: "222233334444",
            name: "shop",
            unit: "/Workloads/Prod",
            roles: ["CrosstagAudit"],
            keys: { perRegion: 2 },
          },
          { id: "333344445555", name: "lake", unit: "/Workloads", roles: ["CrosstagAudit"] },
          { id: "444455556666", name: "old-shop", unit: "/Workloads", state: "SUSPENDED" },
          { id: "555566667777", name: "invited", unit: "/Workloads", joined: "INVITED" },
        ],
      },
    },
  },
  /** Tags as they develop without checks. */
  compliance: {
    aws: AWS,
    alibaba: ALIBABA,
    seed: {
      aws: {
        keys: [
          {
            keyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
            tags: { team: "payments", owner: "zoe@example.com", env: "prod" },
          },
          { keyId: "0987dcba-09fe-87dc-65ba-ab0987654321", tags: { Team: "search", env: "PROD" } },
          { keyId: "aaaa1111-0000-0000-0000-000000000001", manager: "AWS" },
        ],
      },
      alibaba: {
        keys: [{ keyId: "key-hzz00000000000001", tags: { team: "payments", "temp-note": "x" } }],
      },
    },
  },
  /** Enough resources to show how calls are counted. */
  many: {
    aws: AWS,
    alibaba: ALIBABA,
    seed: { alibaba: { keys: [{ count: 120, tags: { team: "platform", stage: "test", owner: "ops" } }] } },
  },
};

export async function startScene(name: string): Promise<LocalClouds> {
  const options = SCENES[name];
  if (options === undefined)
    throw new Error(`There is no scene ${JSON.stringify(name)}; scenes: ${Object.keys(SCENES).join(", ")}.`);
  return startLocalClouds({ ...options, ids: "sequential" });
}

/** What `crosstag local` prints, too. */
export function environmentOf(clouds: LocalClouds): Record<string, string> {
  return {
    ...clouds.environment(),
    CROSSTAG_ALIBABA_ENDPOINT: clouds.alibaba.endpoint,
  };
}
