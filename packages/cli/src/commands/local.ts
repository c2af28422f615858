import { once } from "node:events";
import {
  startLocalClouds,
  type AwsSeed,
  type LocalClouds,
  type LocalCloudsOptions,
  type SeedFile,
} from "@crosstag/local-clouds";
import { parse } from "yaml";
import type { CommandContext } from "../command-context.ts";
import type { Invocation } from "../invocation.ts";
import { EXIT_CODE, type ExitCode } from "../exit-code.ts";
import { readText } from "../input/read-text.ts";
import { UsageError } from "../usage-error.ts";

interface LocalOptions {
  readonly awsPort?: number;
  readonly alibabaPort?: number;
  readonly qkms?: boolean;
  readonly seed?: string;
  readonly keys?: number;
  /** False after `--no-quotas`. */
  readonly quotas: boolean;
}

/** Being stopped is how it ends: that is no interruption. */
export async function run({ context, options, output, messages }: Invocation<LocalOptions>): Promise<ExitCode> {
  const clouds = await start({
    ...cloudOptions(options),
    seed: addKeys(await readSeed(options.seed, context), options),
  });
  try {
    const environment = environmentOf(clouds, options);
    if (output.format === "table") {
      for (const [name, value] of Object.entries(environment)) await output.write(`export ${name}='${value}'\n`);
    } else if (output.format === "json") await output.json(environment);
    else await output.line(environment);
    messages.info(
      "Both clouds are running on this machine. Set these variables in another shell and use crosstag there; Ctrl-C stops the clouds.",
    );
    if (!context.signal.aborted) await once(context.signal, "abort");
    return EXIT_CODE.done;
  } finally {
    await clouds.close();
  }
}

function cloudOptions({ awsPort, alibabaPort, qkms, quotas }: LocalOptions): LocalCloudsOptions {
  const shared = quotas ? {} : { quotas: "off" as const };
  const awsLike = { ...shared, ...(awsPort !== undefined && { port: awsPort }) };
  return {
    ...(qkms ? { aws: false, qkms: awsLike } : { aws: awsLike }),
    alibaba: { ...shared, ...(alibabaPort !== undefined && { port: alibabaPort }) },
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
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE")
      throw new UsageError("A port is in use already.", "Give other ports, or none: then any free ones are taken.");
    // What a seed has wrong is said in the error's own words.
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function environmentOf(clouds: LocalClouds, { qkms }: LocalOptions): Readonly<Record<string, string>> {
  const { endpoint, account } = clouds.alibaba;
  return {
    ...clouds.environment(),
    ...(qkms && { CROSSTAG_AWS_DIALECT: "qkms" }),
    CROSSTAG_ALIBABA_ENDPOINT: endpoint,
    CROSSTAG_ALIBABA_ACCOUNT: account,
  };
}
