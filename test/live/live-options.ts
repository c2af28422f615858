import type { ResourceKind } from "@crosstag/core";
import { parseArgs } from "node:util";

/** The clouds that can be asked. */
const CLOUDS = ["aws", "alibaba", "tencent"] as const;

/** The kinds of resource that a live test creates in each cloud. */
const KINDS: Readonly<Record<(typeof CLOUDS)[number], readonly ResourceKind[]>> = {
  aws: ["key", "secret", "certificate"],
  alibaba: ["key", "secret"],
  tencent: ["key", "secret"],
};

/** The options of `npm run test:live`. */
export interface LiveOptions {
  /** The cloud. */
  readonly cloud: (typeof CLOUDS)[number];
  /** The region. */
  readonly region: string;
  /** The kinds of resource that are created. */
  readonly kinds: readonly ResourceKind[];
  /** Another address of all services, for emulators. */
  readonly endpoint?: string;
  /** The account that the credentials must belong to. */
  readonly account?: string;
  /** Create without asking. Requires `account`. */
  readonly yes: boolean;
  /** Leave out the conformance suite. */
  readonly probesOnly: boolean;
  /** Only remove what earlier runs left. */
  readonly clean: boolean;
  /** Folder of reports and of the files of created resources. */
  readonly folder: string;
}

/** Explains the command. */
export const USAGE = `npm run test:live -- --cloud ${CLOUDS.join("|")} --region REGION [--account ACCOUNT] [--yes] [--kinds KIND,…] [--probes-only] [--clean] [--endpoint URL] [--folder FOLDER]`;

/** The options, or what is wrong with them. */
export function parseLiveOptions(
  args: readonly string[],
): { readonly options: LiveOptions } | { readonly problem: string } {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        cloud: { type: "string" },
        region: { type: "string" },
        account: { type: "string" },
        endpoint: { type: "string" },
        kinds: { type: "string" },
        folder: { type: "string", default: ".reports/live" },
        "probes-only": { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
        clean: { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "The options cannot be read." };
  }
  const { cloud: name, region, account, endpoint, folder, yes, clean, "probes-only": probesOnly, kinds } = values;
  const cloud = CLOUDS.find((known) => known === name);
  if (cloud === undefined) return { problem: `--cloud is required: ${CLOUDS.join(", ")}.` };
  if (region === undefined || region === "") return { problem: "--region is required." };
  if (endpoint !== undefined && !URL.canParse(endpoint)) return { problem: "--endpoint is not a URL." };
  if (yes && account === undefined)
    return { problem: "--yes requires --account: nothing is created in an account that was not named." };
  const named = kinds?.split(",").map((kind) => kind.trim());
  const unknown = named?.find((kind) => !KINDS[cloud].includes(kind));
  if (unknown !== undefined) return { problem: `--kinds: ${cloud} has ${KINDS[cloud].join(", ")}, not "${unknown}".` };
  return {
    options: {
      cloud,
      kinds: named ?? KINDS[cloud],
      region,
      folder,
      yes,
      probesOnly,
      clean,
      ...(account !== undefined && { account }),
      ...(endpoint !== undefined && { endpoint }),
    },
  };
}
