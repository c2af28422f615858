import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "./compare.ts";
import { printTable } from "./print-table.ts";

const ROUNDS = 15;
const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The cost of starting: whole processes of the build that users install, in turn, compared with an empty Node. */
export async function runStartBench(): Promise<void> {
  const contestants: readonly { readonly name: string; readonly arguments: readonly string[] }[] = [
    { name: "node -e 0", arguments: ["-e", "0"] },
    { name: "crosstag --help", arguments: ["packages/cli/dist/bin.js", "--help"] },
    { name: "crosstag validate k=v", arguments: ["packages/cli/dist/bin.js", "validate", "k=v"] },
    ...["core", "aws", "alibaba", "config", "clouds", "local-clouds", "cli"].map((name) => ({
      name: `import @crosstag/${name}`,
      arguments: importing(`@crosstag/${name}`),
    })),
    { name: "import @aws-sdk/client-kms", arguments: importing("@aws-sdk/client-kms") },
    { name: "import @alicloud/openapi-client", arguments: importing("@alicloud/openapi-client") },
  ];
  const samples = contestants.map((): { milliseconds: number; megabytes: number }[] => []);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const sample = await start(contestant.arguments);
      if (round > 0) samples[index]?.push(sample);
    }
  }
  const base = samples[0] as { milliseconds: number; megabytes: number }[];
  printTable(
    "Starting: whole processes, medians",
    ["", "ms", "× node -e 0", "MB"],
    contestants.map(({ name }, index) => {
      const own = samples[index] as typeof base;
      return [
        name,
        median(own.map(({ milliseconds }) => milliseconds)),
        median(own.map(({ milliseconds }, round) => milliseconds / (base[round]?.milliseconds ?? Number.NaN))),
        median(own.map(({ megabytes }) => megabytes)),
      ];
    }),
  );
}

function importing(name: string): readonly string[] {
  return ["--input-type=module", "-e", `await import(${JSON.stringify(name)})`];
}

async function start(programArguments: readonly string[]): Promise<{ milliseconds: number; megabytes: number }> {
  const report = 'process.on("exit", () => process.stderr.write(`\\nrss=${process.resourceUsage().maxRSS}`))';
  const preload = `data:text/javascript,${encodeURIComponent(report)}`;
  const milliseconds = await timed([...programArguments]);
  const { text } = await run([`--import=${preload}`, ...programArguments]);
  return { milliseconds, megabytes: Number(/rss=(\d+)\s*$/.exec(text)?.[1] ?? Number.NaN) / 1_024 };
}

async function timed(programArguments: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  await run(programArguments);
  return performance.now() - startedAt;
}

function run(programArguments: readonly string[]): Promise<{ text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, programArguments, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve({ text }) : reject(new Error(`${programArguments.join(" ")} ended with ${code}: ${text}`)),
    );
  });
}
