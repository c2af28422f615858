import { cloudFromEnvironment, type Environment } from "@crosstag/clouds";
import { stringify } from "yaml";

const EXAMPLES = [
  { name: "production", provider: "aws", region: "eu-central-1" },
  { name: "china", provider: "alibaba", region: "cn-hangzhou" },
  { name: "guangzhou", provider: "tencent", region: "ap-guangzhou" },
] as const;

const OPTIONAL = [
  '# account: "111122223333" # refuse credentials of another account',
  "# profile: tagger # a profile of the cloud's own configuration",
  "# kinds: [key, secret] # what commands cover if they name no kind; default: the kinds of the cloud's KMS",
];

/** What an entry for many clouds looks like. */
const MANY = [
  "organization: # each account and region of an organization is a cloud of its own",
  "  provider: aws",
  '  organization: { units: [/Workloads] } # or accounts: ["111122223333", "222233334444"]',
  "  assumeRole: { name: CrosstagAudit }",
  "  regions: [eu-central-1, us-east-1]",
];

/**
 * A configuration to start with: the clouds of the environment, because a configuration takes their place and would lead to
 * another region or endpoint; or an example.
 */
export function configurationText(environment: Environment): string {
  const known = EXAMPLES.map((example) => ({ ...example, given: cloudFromEnvironment(example.provider, environment) }));
  const isGiven = known.some(({ given }) => given.region !== undefined);
  const used = isGiven ? known.filter(({ given }) => given.region !== undefined) : known.slice(0, 1);
  const [first] = used;
  const entries = known.map((entry) => {
    const { name, provider, region, given } = entry;
    const isUsed = used.includes(entry);
    const { provider: _, ...settings } = given;
    const written = stringify({ provider, region, ...(isUsed && settings) }).trimEnd();
    const lines = [...written.split("\n"), ...(entry === first ? OPTIONAL : [])];
    return [`${name}:`, ...lines.map((line) => `  ${line}`)].map((line) => (isUsed ? `  ${line}` : `  # ${line}`));
  });
  return [
    "# The clouds that commands work on. Credentials are not written here: the SDK of each cloud finds them.",
    `default: ${first?.name ?? ""} # the cloud of bare ids`,
    "clouds:",
    ...entries.flat(),
    ...MANY.map((line) => `  # ${line}`),
    "",
  ].join("\n");
}
