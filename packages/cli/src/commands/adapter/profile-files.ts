/** The facts of the cloud. `CLOUD` stands for the name of the cloud. */
export const PROFILE_FILES: Readonly<Record<string, string>> = {
  "src/profile.ts": `import type { Capability, DriverOperation, KmsProfile, Provenance } from "@crosstag/core/driver";
import { references } from "./references.ts";

/** The page that says so, and the date on which you read it. A test fails until no source is an example. */
const provenance: Provenance = { source: "https://example.com/", verifiedOn: "2026-01-01", status: "documented" };
const rule = { ...provenance, severity: "error" } as const;
const yes: Capability = { support: "yes" };
const no = (reason: string): Capability => ({ support: "no", reason, link: "https://example.com/" });
const characters = { allowed: "A-Za-z0-9_\\\\-", description: "letters, digits, _ and -" };
const permission = (operation: DriverOperation, action: string) => ({ ...provenance, operation, actions: [action] });

/** Everything about the cloud that is data. The engine plans, checks and paces from it, and the suite tests it. */
export const profile: KmsProfile = {
  provider: "CLOUD",
  title: "CLOUD",
  kinds: [{ kind: "key", title: "key", plural: "keys" }],
  references,
  capabilities: {
    writeTags: { key: yes },
    removeTags: { key: yes },
    removeAllTags: { key: no("A call names the tag keys.") },
    readTags: { key: yes },
    describeResource: { key: yes },
    resolveAlias: { key: no("The cloud has no aliases.") },
    listResources: { key: yes },
    listAliases: { key: no("The cloud has no aliases.") },
    readAccessPolicy: { key: no("Keys have no policies of their own.") },
    listKeyMaterials: { key: no("A key has one material.") },
    readLastUse: { key: no("The cloud does not record when a key was used.") },
    deleteKeyMaterial: { key: no("The cloud does not import key material.") },
  },
  limits: {
    writeTags: { key: { resources: 1, tags: 50 } },
    removeTags: { key: { resources: 1, tags: 50 } },
    readTags: { key: { resources: 1, tags: 50 } },
  },
  rules: {
    provider: "CLOUD",
    title: "CLOUD",
    rules: [
      { ...rule, id: "CLOUD.key-length", check: "length", of: "key", minimum: 1, maximum: 63, unit: "code-points" },
      { ...rule, id: "CLOUD.value-length", check: "length", of: "value", minimum: 0, maximum: 63, unit: "code-points" },
      { ...rule, id: "CLOUD.key-characters", check: "characters", of: "key", ...characters },
      { ...rule, id: "CLOUD.value-characters", check: "characters", of: "value", ...characters },
      { ...rule, id: "CLOUD.tags-per-key", check: "count", maximum: 50 },
    ],
  },
  quotas: [
    {
      ...provenance,
      id: "all",
      requestsPerSecond: 10,
      covers: [
        { operation: "writeTags" },
        { operation: "removeTags" },
        { operation: "readTags" },
        { operation: "describeResource" },
        { operation: "listResources" },
      ],
    },
  ],
  permissions: [
    permission("writeTags", "CLOUD:TagKey"),
    permission("removeTags", "CLOUD:UntagKey"),
    permission("readTags", "CLOUD:ListTags"),
    permission("describeResource", "CLOUD:DescribeKey"),
    permission("listResources", "CLOUD:ListKeys"),
  ],
  readTagsHidesUnknown: false,
  sendsFullNames: false,
};
`,
  "src/references.ts": `import type { DriverScope, ParsedReference, ReferenceGrammar } from "@crosstag/core/driver";

const FULL = /^CLOUD:(?<region>[^:]+):(?<account>[^:]+):key\\/(?<id>.*)$/;
const ID = /^[\\w-]+$/;

/** How the cloud names its keys. Pure: it asks nothing. */
export const references: ReferenceGrammar = {
  forms: ["CLOUD:<region>:<account>:key/<id>", "<key id>"],
  claims: (text) => text.startsWith("CLOUD:"),
  factsOf: (text) => {
    const { region, account, id = "" } = FULL.exec(text)?.groups ?? {};
    if (region === undefined || account === undefined || !ID.test(id)) return undefined;
    return { kind: "key", id, region, account };
  },
  parse: parseReference,
  format: ({ id, region, account }, scope) => {
    const owner = account ?? scope.account;
    return owner === undefined ? id : \`CLOUD:\${region ?? scope.region}:\${owner}:key/\${id}\`;
  },
};

function parseReference(text: string, scope: DriverScope): ParsedReference {
  const { region, account, id = text } = FULL.exec(text)?.groups ?? {};
  if (!ID.test(id))
    return { problem: "This is not the name of a key.", fix: \`Write it as \${references.forms.join(" or ")}.\` };
  if (region !== undefined && region !== scope.region)
    return { problem: "The key is in another region.", fix: \`This cloud serves \${scope.region}.\` };
  if (account !== undefined && scope.account !== undefined && account !== scope.account)
    return { problem: "The key is in another account.", fix: \`This cloud serves the account \${scope.account}.\` };
  const full = region !== undefined && account !== undefined ? { region, account } : {};
  return { reference: { provider: "CLOUD", kind: "key", id, alias: false, ...full, text } };
}
`,
};
