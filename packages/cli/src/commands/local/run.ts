import { once } from "node:events";
import {
  startLocalClouds,
  type AwsSeed,
  type LocalClouds,
  type LocalCloudsOptions,
  type SeedFile,
} from "@crosstag/local-clouds";
import { parse } from "yaml";
import type { CommandContext } from "../../command-context.ts";
import type { GlobalOptions } from "../../global-options.ts";
import type { Invocation } from "../../invocation.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { readText } from "../../input/read-text.ts";
import { withAccounts } from "./added-accounts.ts";
import { fleetConfiguration } from "./fleet-configuration.ts";
import { UsageError } from "../../usage-error.ts";
import { fieldsOf } from "@crosstag/core/internal";

interface LocalOptions {
  readonly awsPort?: number;
  readonly alibabaPort?: number;
  readonly awsAccount?: string;
  readonly alibabaAccount?: string;
  readonly qkms?: boolean;
  readonly seed?: string;
  readonly keys?: number;
  readonly accounts?: number;
  /** False after `--no-quotas`. */
  readonly quotas: boolean;
}

/** Runs until it is stopped: that is its normal end, not an interruption. */
export async function run(invocation: Invocation<LocalOptions>): Promise<ExitCode> {
  const { context, options, globals, output, messages } = invocation;
  refuseWithoutMeaning(globals);
  const selected = selectedClouds(globals);
  const regions = regionsOf(globals);
  const clouds = await start({
    ...cloudOptions(options, selected, regions),
    seed: withAccounts(
      addKeys(await readSeed(options.seed, context), options),
      options.accounts ?? 0,
      options.keys ?? 0,
    ),
  });
  try {
    const environment = clouds.environment();
    if (output.format === "table") {
      for (const [name, value] of Object.entries(environment)) await output.write(`export ${name}='${value}'\n`);
    } else if (output.format === "json") await output.json(environment);
    else await output.line(environment);
    messages.info(
      `${whatRuns(options, selected)} running on this machine. Set these variables in another shell and use crosstag there; Ctrl-C stops the clouds.`,
    );
    const fleet = options.qkms === true ? undefined : fleetConfiguration(clouds, selected);
    if (fleet !== undefined) messages.info(["For all accounts, use this crosstag.yaml:", "", ...fleet.split("\n")]);
    else if (selected.has("alibaba") && regions.length > 1) messages.info(furtherEndpoints(clouds));
    if (!context.signal.aborted) await once(context.signal, "abort");
    return EXIT_CODE.done;
  } finally {
    await clouds.close();
  }
}

const HIGHEST_PORT = 65_535;
const cloudNames: readonly string[] = ["aws", "alibaba"];

/** Options of every command that would be ignored here. */
function refuseWithoutMeaning({ profile, endpoint, account }: GlobalOptions): void {
  for (const [name, value] of Object.entries({ profile, endpoint })) {
    if (value !== undefined)
      throw new UsageError(`--${name} cannot be used with \`crosstag local\`: the local clouds have their own.`);
  }
  if (account !== undefined)
    throw new UsageError(
      "--account cannot be used with `crosstag local`: it selects accounts that exist.",
      "To add accounts: --accounts 5. To choose the first account: --aws-account or --alibaba-account",
    );
}

function selectedClouds({ cloud: names = [...cloudNames] }: GlobalOptions): ReadonlySet<string> {
  const unknown = names.find((name) => !cloudNames.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `${JSON.stringify(unknown)} is not a local cloud.`,
      "Write --cloud aws or --cloud alibaba. Without --cloud, both are started.",
    );
  }
  return new Set(names);
}

/** Every cloud serves all of them, whether or not the cloud has such a region. */
function regionsOf({ region }: GlobalOptions): readonly string[] {
  if (region === undefined) return [];
  const regions = [...new Set(region.split(",").map((name) => name.trim()))];
  const wrong = regions.find((name) => !/^[a-z]+(-[a-z0-9]+)+$/.test(name));
  if (wrong === undefined) return regions;
  throw new UsageError(
    `${JSON.stringify(wrong)} is not the id of a region.`,
    "Write one, such as --region eu-central-1, or several with commas.",
  );
}

/** @throws UsageError */
function checkOptions({ awsPort, alibabaPort, awsAccount, alibabaAccount, accounts, qkms }: LocalOptions): void {
  if (accounts !== undefined && qkms)
    throw new UsageError("--accounts cannot be used with --qkms, which has one account.");
  for (const [flag, port] of [
    ["--aws-port", awsPort],
    ["--alibaba-port", alibabaPort],
  ] as const)
    if (port !== undefined && port > HIGHEST_PORT)
      throw new UsageError(`${flag} ${port} is not a port.`, `Write a number from 1 to ${HIGHEST_PORT}.`);
  if (awsAccount !== undefined && !/^\d{12}$/.test(awsAccount))
    throw new UsageError(`--aws-account ${awsAccount} is not the number of an AWS account.`, "Write twelve digits.");
  if (alibabaAccount !== undefined && !/^\d+$/.test(alibabaAccount))
    throw new UsageError(
      `--alibaba-account ${alibabaAccount} is not the number of an Alibaba Cloud account.`,
      "Write digits only.",
    );
}

/** @throws UsageError for an option of a cloud that --cloud leaves out, and for one port for both clouds */
function refuseUnused(options: LocalOptions, selected: ReadonlySet<string>): void {
  const { awsPort, alibabaPort, awsAccount, alibabaAccount, qkms } = options;
  const given = [
    { flag: "--aws-port", cloud: "aws", value: awsPort },
    { flag: "--aws-account", cloud: "aws", value: awsAccount },
    { flag: "--qkms", cloud: "aws", value: qkms },
    { flag: "--alibaba-port", cloud: "alibaba", value: alibabaPort },
    { flag: "--alibaba-account", cloud: "alibaba", value: alibabaAccount },
  ];
  const unused = given.find(({ cloud, value }) => value !== undefined && !selected.has(cloud));
  if (unused !== undefined)
    throw new UsageError(
      `${unused.flag} is for the cloud ${unused.cloud}, which is not started.`,
      `Omit ${unused.flag}, or add ${unused.cloud} to --cloud.`,
    );
  if (awsPort !== undefined && awsPort === alibabaPort)
    throw new UsageError(`Both clouds have the port ${awsPort}.`, "Write another port for one of them.");
}

function cloudOptions(
  options: LocalOptions,
  selected: ReadonlySet<string>,
  regions: readonly string[],
): LocalCloudsOptions {
  checkOptions(options);
  refuseUnused(options, selected);
  const { awsPort, alibabaPort, awsAccount, alibabaAccount, qkms, quotas } = options;
  const shared = { ...(!quotas && { quotas: "off" as const }), ...(regions.length > 0 && { regions }) };
  const awsLike = {
    ...shared,
    ...(awsPort !== undefined && { port: awsPort }),
    ...(awsAccount !== undefined && { account: awsAccount }),
  };
  const aws = selected.has("aws") && awsLike;
  return {
    ...(qkms ? { aws: false, qkms: aws } : { aws }),
    alibaba: selected.has("alibaba") && {
      ...shared,
      ...(alibabaPort !== undefined && { port: alibabaPort }),
      ...(alibabaAccount !== undefined && { account: alibabaAccount }),
    },
  };
}

async function readSeed(file: string | undefined, context: CommandContext): Promise<SeedFile> {
  if (file === undefined) return {};
  const text = await readText(file, context);
  try {
    const seed: unknown = parse(text);
    if (typeof seed === "object" && seed !== null) return seed;
  } catch {
    // Said below.
  }
  throw new UsageError(`The file ${JSON.stringify(file)} is neither a JSON nor a YAML map.`);
}

function addKeys(seed: SeedFile, { keys = 0, qkms }: LocalOptions): SeedFile {
  if (keys === 0) return seed;
  const more = { count: keys };
  const awsLike = (own: AwsSeed = {}): AwsSeed => ({ ...own, keys: [...(own.keys ?? []), more] });
  return {
    ...seed,
    ...(qkms ? { qkms: awsLike(seed.qkms) } : { aws: awsLike(seed.aws) }),
    alibaba: { ...seed.alibaba, keys: [...(seed.alibaba?.keys ?? []), more] },
  };
}

async function start(options: LocalCloudsOptions): Promise<LocalClouds> {
  try {
    return await startLocalClouds(options);
  } catch (error) {
    const { code, port } = fieldsOf(error);
    if (code === "EADDRINUSE")
      throw new UsageError(
        `Port ${typeof port === "number" ? port : ""} is already in use.`,
        "Choose another port, or leave the option out to take any free one.",
      );
    // What a seed has wrong is said in the error's own words.
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function whatRuns({ qkms }: LocalOptions, selected: ReadonlySet<string>): string {
  if (selected.size > 1) return "Both clouds are";
  if (selected.has("alibaba")) return "Alibaba Cloud KMS is";
  return qkms ? "QKMS is" : "AWS KMS is";
}

/** A variable can name one endpoint only; those of AWS are the same for all regions. */
function furtherEndpoints({ alibaba }: LocalClouds): string {
  const further = Object.entries(alibaba.endpoints).filter(([region]) => region !== alibaba.region);
  const list = further.map(([region, endpoint]) => `${region} at ${endpoint}`).join(", ");
  return `Each region of Alibaba Cloud has its own endpoint; the variables name the endpoint of ${alibaba.region}. The others: ${list}. To use them, give each a cloud in crosstag.yaml, with its region and endpoint.`;
}
