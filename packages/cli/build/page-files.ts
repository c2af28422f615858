import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Where `npm run build` puts the page of the console. */
const PAGE = join(import.meta.dirname, "../../console/dist/public");

/** A file of the page. */
export interface PageFile {
  /** Where it is. */
  readonly source: string;
  /** Its path in the page: `assets/index-v_ZjlyNE.css`. */
  readonly path: string;
  /** What it contains. */
  readonly contents: Buffer;
}

/**
 * Reads the built page of the console, which the command brings.
 * @throws the error of the file system if it is not built
 */
export async function pageFiles(): Promise<readonly PageFile[]> {
  const entries = await readdir(PAGE, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const source = join(entry.parentPath, entry.name);
        return { source, path: relative(PAGE, source), contents: await readFile(source) };
      }),
  );
}
