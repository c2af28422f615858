import { once } from "node:events";
import { startLocalClouds, type LocalClouds, type LocalCloudsOptions, type SeedFile } from "@crosstag/local-clouds";
import { parse } from "yaml";
import type { CommandContext } from "../../command-context.ts";
import type { GlobalOptions } from "../../global-options.ts";
import { interruptedBy } from "../../interruption.ts";
import type { Invocation } from "../../invocation.ts";
import { EXIT_CODE, type ExitCode } from "../../exit-code.ts";
import { readText } from "../../input/read-text.ts";
import { requireSeen, requireVisible } from "../../output/require-seen.ts";
import { addResources } from "./add-resources.ts";
import { withAccounts } from "./added-accounts.ts";
import { fleetConfiguration } from "./fleet-configuration.ts";
import { havePorts, localCloudNames, localCloudsOptions, type LocalOptions } from "./local-options.ts";
import { UsageError } from "../../usage-error.ts";
import { fieldsOf } from "@crosstag/core/internal";

const VARIABLES = "The variables of the local clouds";

/** Runs until it is stopped: that is its normal end, not an interruption. */
export async function run(invocation: Invocation<LocalOptions>): Promise<ExitCode> {
  const { context, options, globals, output, messages } = invocation;
  refuseWithoutMeaning(globals);
  const selected = selectedClouds(globals);
  const regions = regionsOf(globals);
  const started = localCloudsOptions(options, selected, regions);
  // Clouds with ports of the user's choice can be found without their variables.
  if (!havePorts(options, selected)) requireVisible(VARIABLES, invocation);
  const seed = withAccounts(await readSeed(options.seed, context), options.accounts ?? 0, options);
  const clouds = await start({ ...started, seed }, (running) => {
    addResources(running, selected, options);
  });
  try {
    const environment = clouds.environment();
    if (output.format === "table") {
      for (const [name, value] of Object.entries(environment)) await output.write(`export ${name}='${value}'\n`);
    } else if (output.format === "json") await output.foreignJson(environment);
    else await output.line(environment);
    await requireSeen(VARIABLES, invocation);
    messages.info(
      `${whatRuns(options, selected)} running on this machine. Set these variables in another shell and use crosstag there; Ctrl-C stops the clouds.`,
    );
    const fleet = options.qkms === true ? undefined : fleetConfiguration(clouds, selected, options, seed);
    if (fleet !== undefined) messages.info(["For all accounts, use this crosstag.yaml:", "", ...fleet.split("\n")]);
    else if (selected.has("alibaba") && regions.length > 1) messages.info(furtherEndpoints(clouds));
    if (!context.signal.aborted) await once(context.signal, "abort");
    const reason = interruptedBy(context.signal);
    if (reason !== "") messages.info(`The local clouds are stopping${reason}.`);
    return EXIT_CODE.done;
  } finally {
    await clouds.close();
  }
}

/** What runs without --cloud. */
const usualClouds: readonly string[] = ["aws", "alibaba"];

/** Options of every command that would be ignored here. */
function refuseWithoutMeaning(globals: GlobalOptions): void {
  const { profile, endpoint, account, notAccount, ou, accountTag, dryRun } = globals;
  for (const [name, value] of Object.entries({ profile, endpoint })) {
    if (value !== undefined)
      throw new UsageError(`--${name} cannot be used with \`crosstag local\`: the local clouds have their own.`);
  }
  for (const [name, value] of Object.entries({ "not-account": notAccount, ou, "account-tag": accountTag }))
    if (value !== undefined)
      throw new UsageError(
        `--${name} cannot be used with \`crosstag local\`, which selects no accounts.`,
        `Omit --${name}.`,
      );
  if (dryRun)
    throw new UsageError("--dry-run cannot be used with `crosstag local`, which changes nothing.", "Omit --dry-run.");
  if (account !== undefined)
    throw new UsageError(
      "--account cannot be used with `crosstag local`: it selects accounts that exist.",
      "To add accounts: --accounts 5. To choose the first account: --aws-account, --alibaba-account or --tencent-account",
    );
}

function selectedClouds({ cloud: names = usualClouds }: GlobalOptions): ReadonlySet<string> {
  const unknown = names.find((name) => !localCloudNames.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `${JSON.stringify(unknown)} is not a local cloud.`,
      `Write one or more of ${localCloudNames.join(",")}. Without --cloud, ${usualClouds.join(" and ")} are started.`,
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

async function start(options: LocalCloudsOptions, fill: (clouds: LocalClouds) => void): Promise<LocalClouds> {
  let clouds: LocalClouds | undefined;
  try {
    clouds = await startLocalClouds(options);
    fill(clouds);
    return clouds;
  } catch (error) {
    await clouds?.close();
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

const products: Readonly<Record<string, string>> = {
  aws: "AWS KMS",
  alibaba: "Alibaba Cloud KMS",
  tencent: "Tencent Cloud KMS",
};

function whatRuns({ qkms }: LocalOptions, selected: ReadonlySet<string>): string {
  const names = [...selected].map((name) => (name === "aws" && qkms ? "QKMS" : (products[name] ?? name)));
  const last = names.pop() ?? "";
  return names.length === 0 ? `${last} is` : `${names.join(", ")} and ${last} are`;
}

/** A variable can name one endpoint only; those of AWS are the same for all regions. */
function furtherEndpoints({ alibaba }: LocalClouds): string {
  const further = Object.entries(alibaba.endpoints).filter(([region]) => region !== alibaba.region);
  const list = further.map(([region, endpoint]) => `${region} at ${endpoint}`).join(", ");
  return `Each region of Alibaba Cloud has its own endpoint; the variables name the endpoint of ${alibaba.region}. The others: ${list}. To use them, give each a cloud in crosstag.yaml, with its region and endpoint.`;
}
