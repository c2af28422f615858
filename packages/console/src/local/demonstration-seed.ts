import type { SeedFile } from "@crosstag/local-clouds";

const TEAMS = ["payments", "identity", "ledger", "risk", "platform"] as const;
const STAGES = ["production", "staging", "development"] as const;
const KEY_USES = ["orders", "sessions", "backups", "invoices", "exports", "audit-log", "tokens"] as const;
/** Every so many keys have no owner, and so on: an inventory in which something is left to do. */
const WITHOUT_OWNER = 4;
const WITHOUT_TEAM = 9;
const WITH_COST_CENTER = 3;
const EXTERNAL = 25;

/** A made-up company: keys of five teams in every cloud, some of them without the tags that the others have. */
export function demonstrationSeed(keysPerCloud: number): SeedFile {
  const keys = Array.from({ length: keysPerCloud }, (_, index) => keyScene(index));
  const secrets = TEAMS.map((team, index) => ({
    name: `${team}/database`,
    tags: { team, stage: STAGES[index % STAGES.length] ?? "production" },
  }));
  const withAliases = keys.map((key, index) => ({ ...key, aliases: [aliasOf(index)] }));
  return {
    aws: { keys: withAliases, secrets },
    alibaba: { keys: withAliases, secrets },
    // Its keys have no aliases.
    tencent: { keys },
  };
}

function keyScene(index: number) {
  const team = teamOf(index);
  const stage = STAGES[index % STAGES.length] ?? STAGES[0];
  const use = useOf(index);
  const isExternal = index % EXTERNAL === EXTERNAL - 1;
  const tags: Record<string, string> = { stage };
  if (index % WITHOUT_TEAM !== WITHOUT_TEAM - 1) tags["team"] = team;
  if (index % WITHOUT_OWNER !== WITHOUT_OWNER - 1) tags["owner"] = `${team}-oncall@example.com`;
  if (index % WITH_COST_CENTER === 0) tags["cost-center"] = String(1_000 + (index % TEAMS.length) * 10);
  return {
    description: `${use.replaceAll("-", " ")} of ${team}, ${stage}${isExternal ? ", material from our own vault" : ""}`,
    tags,
    ...(isExternal && { origin: "EXTERNAL" as const }),
  };
}

function aliasOf(index: number): string {
  return `alias/${teamOf(index)}-${useOf(index)}-${index + 1}`;
}

function teamOf(index: number): string {
  return TEAMS[index % TEAMS.length] ?? TEAMS[0];
}

function useOf(index: number): string {
  return KEY_USES[index % KEY_USES.length] ?? KEY_USES[0];
}
