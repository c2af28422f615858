import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "./source-files.ts";

const packages = readdirSync(join(repository, "packages"));

describe("manifests of the packages", () => {
  it.each(packages)("%s says where it comes from and where to report a bug", (folder) => {
    const manifest = JSON.parse(readFileSync(join(repository, "packages", folder, "package.json"), "utf8")) as object;
    const url = "https://github.com/crosstag/crosstag";
    expect(manifest).toMatchObject({
      name: `@crosstag/${folder}`,
      license: "Apache-2.0",
      repository: { type: "git", url: `git+${url}.git`, directory: `packages/${folder}` },
      bugs: `${url}/issues`,
      homepage: `${url}/tree/main/packages/${folder}#readme`,
      publishConfig: { access: "public" },
      engines: { node: ">=20.19.0" },
      keywords: expect.arrayContaining(["kms", "tags"]) as unknown,
    });
  });

  it("all have the same version, as one release has", () => {
    const versions = packages.map(
      (folder) =>
        (JSON.parse(readFileSync(join(repository, "packages", folder, "package.json"), "utf8")) as { version: string })
          .version,
    );
    expect(new Set(versions).size).toBe(1);
  });
});

describe("decisions", () => {
  it("are all in their index, with their titles", () => {
    const folder = join(repository, "docs", "decisions");
    const index = readFileSync(join(folder, "README.md"), "utf8");
    for (const file of readdirSync(folder).filter((name) => name !== "README.md")) {
      const text = readFileSync(join(folder, file), "utf8");
      const title = /^# (.*)$/m.exec(text)?.[1];
      expect(index.replaceAll(/ +/g, " ")).toContain(
        `| ${file.slice(0, 10)} | [${title}](${file}) | ${text.startsWith("> Superseded") ? "Superseded" : "In force"} |`,
      );
    }
  });
});
