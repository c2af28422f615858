/** The driver, whose methods are still to be written. `CLOUD` stands for the name of the cloud. */
export const DRIVER_FILES: Readonly<Record<string, string>> = {
  "src/adapter.ts": `import { CrosstagError, DRIVER_CONTRACT, type KmsAdapter } from "@crosstag/core/driver";
import { createDriver } from "./driver.ts";
import { profile } from "./profile.ts";

/** The export that registries look for. */
export const adapter: KmsAdapter = {
  contract: DRIVER_CONTRACT,
  provider: "CLOUD",
  title: profile.title,
  dialects: ["CLOUD"],
  profile: (dialect = "CLOUD") => {
    if (dialect === "CLOUD") return profile;
    throw refused(\`There is no dialect \${JSON.stringify(dialect)}.\`, "Leave out the dialect.");
  },
  createDriver: async ({ region, account, endpoint }) => {
    if (region === undefined) throw refused("The region is missing.", "Set \`region\`.");
    if (endpoint === undefined) throw refused("The endpoint is missing.", "Set \`endpoint\`.");
    return createDriver({ region, account, endpoint });
  },
};

function refused(message: string, hint: string): CrosstagError {
  return new CrosstagError({ code: "configuration", provider: "CLOUD", message, hint });
}
`,
  "src/driver.ts": `import { DRIVER_CONTRACT } from "@crosstag/core/driver";
import type { KmsDriver } from "@crosstag/core/driver";
import { classifyFailure } from "./classify-failure.ts";
import { profile } from "./profile.ts";

/** Settings of \`createDriver\`. */
export interface DriverOptions {
  readonly region: string;
  readonly account?: string | undefined;
  readonly endpoint: string;
}

/**
 * Creates a driver of one account and region. Sends nothing. One method is one wire call: it does not retry, wait or split.
 * Raw errors are thrown. A call that is canceled before it begins makes no request: \`context.signal.throwIfAborted()\`.
 */
export function createDriver({ region, account, endpoint }: DriverOptions): KmsDriver {
  return {
    ...profile,
    contract: DRIVER_CONTRACT,
    scope: { region, ...(account !== undefined && { account }) },
    endpoint,
    native: undefined,
    classify: classifyFailure,
    close: async () => {},
    // The account that the cloud reports for the credentials, if it does.
    identify: async () => ({}),
    readTags: () => next("readTags: one request for the tags of \`resources[0]\`, as rows with the id of the key."),
    describeResource: () => next("describeResource: one request for a key. A state without a word of Crosstag is \`other\`."),
    listResources: () => next("listResources: one request for a page of keys, and \`next\` if there is another page."),
    writeTags: () => next("writeTags: one request that sets \`tags\` and leaves other tags alone."),
    removeTags: () => next("removeTags: one request that removes \`tagKeys\`."),
  };
}

async function next(what: string): Promise<never> {
  throw new Error(\`Next: src/driver.ts, \${what}\`);
}
`,
  "src/classify-failure.ts": `import type { Failure } from "@crosstag/core/driver";

/**
 * Explains what a method of the driver threw. Never throws itself. Next: the codes of the cloud. \`applied: "no"\` only if the
 * cloud refused the call or never had it. Texts are your own: clouds repeat tag values and ids in theirs.
 */
export function classifyFailure(error: unknown): Failure {
  const name = error instanceof Error ? error.name : "";
  if (name === "AbortError") return unanswered("canceled", "The call was canceled.");
  if (name === "TimeoutError") return unanswered("deadline-exceeded", "The cloud did not answer in time.");
  // Not recognized: it may have taken effect, and the engine reads the key before it reports an outcome.
  return unanswered("internal", "Something unexpected happened. Next: src/classify-failure.ts.");
}

function unanswered(code: Failure["code"], message: string): Failure {
  return { code, retry: "no", applied: "maybe", scope: "call", message };
}
`,
};
