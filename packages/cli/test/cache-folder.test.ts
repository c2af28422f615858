import { expect, it } from "vitest";
import { cacheFolder } from "../src/cache-folder.ts";

const home = () => "/home/ada";
const unknown = () => {
  throw Object.assign(new Error("uv_os_homedir returned ENOENT"), { code: "ERR_SYSTEM_ERROR" });
};

it.each([
  [{}, "linux", "/home/ada/.cache/crosstag"],
  [{ XDG_CACHE_HOME: "/var/cache/ada" }, "linux", "/var/cache/ada/crosstag"],
  // The specification of XDG says that relative paths are ignored.
  [{ XDG_CACHE_HOME: "cache" }, "darwin", "/home/ada/.cache/crosstag"],
  [{ XDG_CACHE_HOME: "/elsewhere" }, "win32", "/home/ada/AppData/Local/crosstag"],
] as const)("with %j on %s, files are kept in the user's own cache", (environment, platform, folder) => {
  expect(cacheFolder(environment, platform, home)).toBe(folder);
});

it("without a home directory, nothing is kept: other users can write to the folder for temporary files", () => {
  expect(cacheFolder({}, "linux", unknown)).toBeUndefined();
  expect(cacheFolder({}, "linux", () => "")).toBeUndefined();
  expect(cacheFolder({}, "linux", () => undefined)).toBeUndefined();
});
