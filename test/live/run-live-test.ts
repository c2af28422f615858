import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askProbes } from "./ask-probes.ts";
import { clean, removeAll } from "./clean.ts";
import type { Cleaned } from "./clean.ts";
import { CreatedFile } from "./created-file.ts";
import type { LiveCloud, LiveSuite, Stage } from "./live-cloud.ts";
import type { LiveOptions } from "./live-options.ts";
import {
  assumptionLines,
  assumptionsOf,
  conformanceLines,
  failedCaseLines,
  findingLine,
  skippedLines,
} from "./live-report.ts";
import type { LiveReport } from "./live-report.ts";

/** What a run uses of its surroundings. */
export interface Surroundings {
  /** Writes a line for the user. */
  readonly tell: (line: string) => void;
  /** Asks the user; returns what was typed. */
  readonly ask: (question: string) => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Waits until reads show what was written. */
  readonly settle: () => Promise<void>;
  /** The id of the run. */
  readonly run: string;
}

/** Exit codes: 0: all confirmed and passed; 1: refuted, unanswered or failed; 2: refused or not removed. */
export type ExitCode = 0 | 1 | 2;

/** Runs `npm run test:live` over one cloud. Whatever happens after something was created, it is removed. */
export async function runLiveTest(cloud: LiveCloud, options: LiveOptions, around: Surroundings): Promise<ExitCode> {
  const account = await cloud.account();
  if (options.account !== undefined && options.account !== account) {
    around.tell(`The credentials belong to account ${account}, not to ${options.account}. Nothing was created.`);
    return 2;
  }
  if (options.clean) return cleanUp(cloud, account, options, around);
  const suite = options.probesOnly ? undefined : cloud.suite;
  for (const line of announcement(cloud, account, suite)) around.tell(line);
  if (!options.yes && (await around.ask(`To continue, type the account number ${account}: `)).trim() !== account) {
    around.tell("Not confirmed. Nothing was created.");
    return 2;
  }
  const startedAt = new Date(around.now()).toISOString();
  const file = CreatedFile.start(options.folder, around.run, { cloud: cloud.name, region: cloud.region, account });
  const ids = new Map<string, string>();
  let removal: Promise<readonly string[]> | undefined;
  const finish = () => (removal ??= removeCreated(cloud, ids.values(), file, around));
  const created = (id: string, role = id) => {
    file.created(id);
    ids.set(role, id);
  };
  try {
    await createAll(cloud, around, created);
    const findings = await askProbes(cloud, stageOf(ids, around), around.now, (finding) => {
      around.tell(findingLine(finding));
    });
    const assumptions = assumptionsOf(findings);
    const conformance = await suite?.run(
      { account, run: around.run, created, assumptions },
      (one) => {
        if (one.result === "failed") for (const line of failedCaseLines(one)) around.tell(line);
      },
      around.tell,
    );
    for (const line of [...skippedLines(conformance ?? []), ...conformanceLines(conformance ?? [])]) around.tell(line);
    const leftOver = await finish();
    for (const line of assumptionLines(assumptions)) around.tell(line);
    const { notAsked, name, region } = cloud;
    const report = {
      cloud: name,
      region,
      account,
      run: around.run,
      startedAt,
      ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    };
    writeReport(
      options.folder,
      {
        ...report,
        calls: cloud.calls(),
        findings,
        ...(conformance && { conformance }),
        notAsked,
        assumptions,
        leftOver,
      },
      around,
    );
    if (leftOver.length > 0) return 2;
    const passed = conformance?.every(({ result }) => result !== "failed") ?? true;
    return passed && findings.every(({ verdict }) => verdict === "confirmed") ? 0 : 1;
  } finally {
    await finish();
  }
}

/** What a run will do, before it does anything. */
function announcement(cloud: LiveCloud, account: string, suite: LiveSuite | undefined): readonly string[] {
  return [
    `Account ${account} of ${cloud.name}, region ${cloud.region}. The run creates:`,
    ...cloud.roles.map(({ what }) => `  ${what}`),
    `It makes at most ${mostCalls(cloud)} calls and repeats throttled ones, changes only what it created, and removes it at the end.`,
    ...(suite?.announcement ?? []),
    ...cloud.prices,
    "If the run is interrupted, run the command again with --clean.",
  ];
}

/** The most calls that a run makes after the account is known. */
export function mostCalls({ roles, probes, restoreCalls, removeCalls }: LiveCloud): number {
  const creating = roles.reduce((sum, role) => sum + role.calls, 0);
  const asking = probes.reduce((sum, { calls, tags }) => sum + calls + (tags === undefined ? 0 : restoreCalls), 0);
  return creating + asking + roles.length * removeCalls;
}

async function createAll(
  cloud: LiveCloud,
  { run, tell }: Surroundings,
  created: (id: string, role: string) => void,
): Promise<void> {
  for (const { name, what } of cloud.roles) {
    try {
      await cloud.create(name, run, (id) => {
        created(id, name);
      });
    } catch (error) {
      tell(`${what}: not created, ${cloud.codeOf(error) ?? "no answer"}. --kinds leaves out kinds that are refused.`);
      throw error;
    }
  }
}

function stageOf(ids: ReadonlyMap<string, string>, { run, settle }: Surroundings): Stage {
  return {
    run,
    settle,
    id: (role) => {
      const id = ids.get(role);
      if (id === undefined) throw new TypeError(`The cloud has no role "${role}".`);
      return id;
    },
  };
}

async function removeCreated(
  cloud: LiveCloud,
  ids: Iterable<string>,
  file: CreatedFile,
  { tell }: Surroundings,
): Promise<readonly string[]> {
  const cleaned = await removeAll(cloud, ids, true);
  const { failed } = cleaned;
  tell(describeCleaned(cleaned));
  for (const line of failed) tell(`  ${line}`);
  if (failed.length === 0) file.end();
  else {
    file.close();
    tell("Run the command again with --clean to remove them.");
  }
  return failed;
}

async function cleanUp(
  cloud: LiveCloud,
  account: string,
  { folder }: LiveOptions,
  { tell }: Surroundings,
): Promise<ExitCode> {
  const cleaned = await clean(cloud, account, folder);
  const { removed, failed } = cleaned;
  for (const id of removed) tell(`removed  ${id}`);
  for (const line of failed) tell(`failed   ${line}`);
  tell(describeCleaned(cleaned));
  return failed.length === 0 ? 0 : 2;
}

function describeCleaned({ removed, before, failed }: Cleaned): string {
  return `Removed: ${removed.length}, before: ${before}. Not removed: ${failed.length}.`;
}

function writeReport(folder: string, report: LiveReport, { tell }: Surroundings): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${report.run}.json`);
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`);
  tell(`Report: ${path}`);
}
