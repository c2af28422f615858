import type { LocalCloudsOptions } from "@crosstag/local-clouds";
import { UsageError } from "../../usage-error.ts";
import type { AddedResources } from "./add-resources.ts";

/** The options of `crosstag local`. */
export interface LocalOptions extends AddedResources {
  readonly awsPort?: number;
  readonly alibabaPort?: number;
  readonly tencentPort?: number;
  readonly awsAccount?: string;
  readonly alibabaAccount?: string;
  readonly tencentAccount?: string;
  readonly seed?: string;
  readonly accounts?: number;
  /** False after `--no-quotas`. */
  readonly quotas: boolean;
}

/** A cloud that can be run, its own options, and the form of its accounts' numbers. */
interface LocalCloud {
  readonly name: string;
  readonly product: string;
  readonly port: keyof LocalOptions & `${string}Port`;
  readonly account: keyof LocalOptions & `${string}Account`;
  readonly accountForm: RegExp;
  readonly accountHint: string;
  /** Whether `--accounts` can add accounts to it. */
  readonly organization: boolean;
}

const clouds: readonly LocalCloud[] = [
  {
    name: "aws",
    product: "an AWS",
    port: "awsPort",
    account: "awsAccount",
    accountForm: /^\d{12}$/,
    accountHint: "Write twelve digits.",
    organization: true,
  },
  {
    name: "alibaba",
    product: "an Alibaba Cloud",
    port: "alibabaPort",
    account: "alibabaAccount",
    accountForm: /^\d+$/,
    accountHint: "Write digits only.",
    organization: true,
  },
  {
    name: "tencent",
    product: "a Tencent Cloud",
    port: "tencentPort",
    account: "tencentAccount",
    accountForm: /^\d{1,15}$/,
    accountHint: "Write up to 15 digits.",
    organization: false,
  },
];

/** The names of the clouds that can be run. */
export const localCloudNames: readonly string[] = clouds.map(({ name }) => name);

const HIGHEST_PORT = 65_535;

/** What to start. Throws a `UsageError` for an option that cannot be used. */
export function localCloudsOptions(
  options: LocalOptions,
  selected: ReadonlySet<string>,
  regions: readonly string[],
): LocalCloudsOptions {
  refuseUnused(options, selected);
  refuseMissingKinds(options, selected);
  for (const cloud of clouds) checkOptions(options, cloud);
  refuseSharedPorts(options);
  const { quotas, qkms } = options;
  const shared = { ...(!quotas && { quotas: "off" as const }), ...(regions.length > 0 && { regions }) };
  const of = (name: string) => selected.has(name) && { ...shared, ...ownOptions(options, name) };
  return {
    ...(qkms ? { aws: false, qkms: of("aws") } : { aws: of("aws") }),
    alibaba: of("alibaba"),
    tencent: of("tencent"),
  };
}

/** Whether each cloud that is started has a port of the user's choice. */
export function havePorts(options: LocalOptions, selected: ReadonlySet<string>): boolean {
  return clouds.every(({ name, port }) => !selected.has(name) || options[port] !== undefined);
}

function ownOptions(options: LocalOptions, name: string): { readonly port?: number; readonly account?: string } {
  const cloud = clouds.find((each) => each.name === name);
  const port = cloud && options[cloud.port];
  const account = cloud && options[cloud.account];
  return { ...(port !== undefined && { port }), ...(account !== undefined && { account }) };
}

function checkOptions(options: LocalOptions, cloud: LocalCloud): void {
  const port = options[cloud.port];
  if (port !== undefined && port > HIGHEST_PORT)
    throw new UsageError(`--${cloud.name}-port ${port} is not a port.`, `Write a number from 1 to ${HIGHEST_PORT}.`);
  const account = options[cloud.account];
  if (account !== undefined && !cloud.accountForm.test(account))
    throw new UsageError(
      `--${cloud.name}-account ${account} is not the number of ${cloud.product} account.`,
      cloud.accountHint,
    );
}

/** Refuses an option of a cloud that --cloud leaves out, and --accounts without a cloud that has an organization. */
function refuseUnused(options: LocalOptions, selected: ReadonlySet<string>): void {
  const { qkms, accounts } = options;
  if (accounts !== undefined && qkms)
    throw new UsageError("--accounts cannot be used with --qkms, which has one account.");
  if (accounts !== undefined && !clouds.some(({ name, organization }) => organization && selected.has(name)))
    throw new UsageError(
      "--accounts adds accounts to an organization, which none of the clouds has.",
      "Omit --accounts, or add aws or alibaba to --cloud.",
    );
  const given = [
    { flag: "--qkms", cloud: "aws", value: qkms },
    ...clouds.flatMap(({ name, port, account }) => [
      { flag: `--${name}-port`, cloud: name, value: options[port] },
      { flag: `--${name}-account`, cloud: name, value: options[account] },
    ]),
  ];
  const unused = given.find(({ cloud, value }) => value !== undefined && !selected.has(cloud));
  if (unused !== undefined)
    throw new UsageError(
      `${unused.flag} is for the cloud ${unused.cloud}, which is not started.`,
      `Omit ${unused.flag}, or add ${unused.cloud} to --cloud.`,
    );
}

/** Refuses to create resources of a kind that a cloud does not have. */
function refuseMissingKinds({ qkms, secrets, certificates }: LocalOptions, selected: ReadonlySet<string>): void {
  if (qkms && (secrets !== undefined || certificates !== undefined))
    throw new UsageError(
      `--${secrets === undefined ? "certificates" : "secrets"} cannot be used with --qkms, which has keys only.`,
      "To create them in another cloud, list them in the file of --seed.",
    );
  if (certificates !== undefined && !selected.has("aws") && !selected.has("alibaba"))
    throw new UsageError(
      "--certificates creates certificates in aws and alibaba, which are not started.",
      "Omit --certificates, or add aws or alibaba to --cloud.",
    );
}

function refuseSharedPorts(options: LocalOptions): void {
  const ports = clouds.flatMap(({ port }) => options[port] ?? []);
  const shared = ports.find((port, index) => ports.indexOf(port) < index);
  if (shared !== undefined)
    throw new UsageError(`Two clouds have the port ${shared}.`, "Write another port for one of them.");
}
