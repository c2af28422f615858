import { spawnSync } from "node:child_process";
import { describe, it } from "vitest";
import { postgresMissing, startPostgres } from "../../packages/dbos/test/start-postgres.ts";
import { asShown } from "./compare-output.ts";
import { type Page, readPages } from "./pages.ts";
import { environmentOf, startScene } from "./scenes.ts";
import { ServicePorts } from "./service-ports.ts";
import { parseConsole, Shell } from "./shell.ts";

interface Step {
  readonly where: string;
  readonly output: string;
  readonly exitCode: number | null;
}

/** The sessions of a page run one after the other, in one folder and on the same clouds. */
async function runSessions({
  path,
  scene,
  needsDatabase,
  blocks,
}: Page): Promise<{ readonly shown: readonly Step[]; readonly seen: readonly Step[] }> {
  const shown: Step[] = [];
  const seen: Step[] = [];
  const clouds = await startScene(scene);
  const database = needsDatabase ? await startPostgres() : undefined;
  const ports = await ServicePorts.of(blocks.map(({ code }) => code));
  const shell = await Shell.open({ ...environmentOf(clouds), ...(database && { DATABASE_URL: database.url }) });
  try {
    for (const { language, code, line, file, notRun } of blocks) {
      if (file !== undefined) await shell.write(file, ports.toFree(code));
      if (language !== "console" || notRun !== undefined) continue;
      const commands = parseConsole(code);
      for (const [index, command] of commands.entries()) {
        const where = `${path}:${line}: ${command.command}`;
        const { output: written, exitCode } = await shell.run({ ...command, command: ports.toFree(command.command) });
        const output = ports.toShown(written);
        // A page that shows a failing command shows its exit code.
        const saysExitCode = commands[index + 1]?.command === "echo $?";
        shown.push({ where, output: command.shown, exitCode: 0 });
        seen.push({ where, output: asShown(command.shown, output), exitCode: saysExitCode ? 0 : exitCode });
      }
    }
  } finally {
    await shell.close();
    await clouds.close();
    await database?.close();
  }
  return { shown, seen };
}

const pages = readPages().filter(({ blocks }) =>
  blocks.some(({ language, notRun }) => language === "console" && notRun === undefined),
);

describe("the shell sessions of the documentation", () => {
  // One after the other: pages at the same time need a process of the command each, and its start costs more than its commands.
  it.for(pages)("$path", async (page, { expect, skip }) => {
    if (page.needsDatabase && postgresMissing !== "") return skip(postgresMissing);
    const missing = page.needsCommands.find((command) => spawnSync(command, ["--version"]).error !== undefined);
    if (missing !== undefined) return skip(`${missing} is not installed.`);
    const { shown, seen } = await runSessions(page);
    expect(seen).toEqual(shown);
  });
});
