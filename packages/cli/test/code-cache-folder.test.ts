import { expect, it } from "vitest";
import { codeCacheFolder } from "../src/code-cache-folder.ts";

const home = () => "/home/ada";
const unknown = () => {
  throw Object.assign(new Error("uv_os_homedir returned ENOENT"), { code: "ERR_SYSTEM_ERROR" });
};

it.each([
  [{}, "linux", "/home/ada/.cache/crosstag/code"],
  [{ XDG_CACHE_HOME: "/var/cache/ada" }, "linux", "/var/cache/ada/crosstag/code"],
  // The specification of XDG says that relative paths are ignored.
  [{ XDG_CACHE_HOME: "cache" }, "darwin", "/home/ada/.cache/crosstag/code"],
  [{ XDG_CACHE_HOME: "/elsewhere" }, "win32", "/home/ada/AppData/Local/crosstag/code"],
] as const)("with %j on %s, compiled code is kept in the user's own cache", (environment, platform, folder) => {
  expect(codeCacheFolder(environment, platform, home)).toBe(folder);
});

it("without a home directory, no compiled code is kept: other users can write to the folder for temporary files", () => {
  expect(codeCacheFolder({}, "linux", unknown)).toBeUndefined();
  expect(codeCacheFolder({}, "linux", () => "")).toBeUndefined();
});
