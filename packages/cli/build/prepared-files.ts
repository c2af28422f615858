import { execFileSync } from "node:child_process";
import { type BuildOptions, build, type Metafile } from "esbuild";

/** What the program prints without loading anything else: its version and its helps. */
export interface PreparedFiles {
  /** Texts by their paths in the built program. */
  readonly texts: Readonly<Record<string, string>>;
  /** What they were made of. */
  readonly metafile: Metafile;
}

/**
 * Lets Commander write each text from the definitions of the commands. They are built first, from their sources, so that
 * nothing else has to be.
 */
export async function preparedFiles(
  options: BuildOptions & { readonly absWorkingDir: string },
): Promise<PreparedFiles> {
  const { outputFiles, metafile } = await build({
    ...options,
    stdin: {
      contents: `
        import { preparedTexts } from "./src/prepared-texts.ts";
        process.stdout.write(JSON.stringify(preparedTexts()));`,
      resolveDir: options.absWorkingDir,
    },
    sourcemap: false,
    metafile: true,
    write: false,
  });
  const printed = execFileSync(process.execPath, ["--input-type=module"], {
    cwd: options.absWorkingDir,
    input: outputFiles[0]?.text ?? "",
    encoding: "utf8",
  });
  return { texts: JSON.parse(printed) as Record<string, string>, metafile };
}
