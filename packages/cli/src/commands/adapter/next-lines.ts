import { quoteForShell } from "../../output/quote-for-shell.ts";

/** What the packages of an adapter need, which are not published yet. */
const NEEDED = ["core", "conformance"];

/** Where the command runs from. */
export interface CommandOrigin {
  /** The clone of the repository that it is built in. Absent: it is installed. */
  readonly clone?: string | undefined;
  /** The version of all packages. */
  readonly version: string;
}

/** The lines to type after the package of an adapter was written into `folder`, of which the last says what to write. */
export function nextLines(folder: string, { clone, version }: CommandOrigin): readonly string[] {
  const packed = NEEDED.map((name) => `./crosstag-${name}-${version}.tgz`).join(" ");
  const workspaces = NEEDED.map((name) => `--workspace @crosstag/${name}`).join(" ");
  const install =
    clone === undefined
      ? ["npm install"]
      : [
          `npm --prefix ${quoteForShell(clone)} pack ${workspaces} --pack-destination "$PWD"`,
          `npm install --save-dev ${packed}`,
        ];
  const unpublished =
    clone === undefined
      ? [
          "Until @crosstag/core and @crosstag/conformance are published, pack them in a clone and install those files first.",
        ]
      : [];
  return [
    "Next:",
    ...[`cd ${quoteForShell(folder)}`, ...install, "npm test"].map((line) => `  ${line}`),
    ...unpublished,
  ];
}
