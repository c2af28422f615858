import { chmod, chown, lchown, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { currentUser, findConfigurationFile } from "@crosstag/config/find";

const OWN_ID = process.getuid?.() ?? 0;
/** The id of a user that this machine does not have. */
const STRANGER = 65_533;

let folder: string;
let below: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "crosstag-configuration-"));
  below = join(folder, "a/b");
  file = join(folder, "crosstag.yaml");
  await mkdir(below, { recursive: true });
  await writeFile(file, 'clouds:\n  bait: { provider: aws, region: us-east-1, endpoint: "http://127.0.0.1:9" }\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Makes a file another user's. Only root can change an owner; other users ask from the side of the other user. */
async function asOfAStranger(path: string): Promise<{ id: number }> {
  if (OWN_ID !== 0) return { id: STRANGER };
  await chown(path, STRANGER, STRANGER);
  return { id: 0 };
}

test("a file of the user, or of root, is found in a folder above", async () => {
  expect(await findConfigurationFile(below, { id: OWN_ID })).toBe(file);
  expect(await findConfigurationFile(below, { id: undefined })).toBe(file);
});

test.runIf(OWN_ID === 0)("a file of root is found by every user", async () => {
  expect(await findConfigurationFile(below, { id: STRANGER })).toBe(file);
});

test.each([
  ["that leads nowhere", "nowhere.yaml", /no such file/i],
  ["to itself", "crosstag.yaml", /symbolic link/],
])("a symbolic link %s is refused by name, and no file above is used instead", async (_, target, reason) => {
  const link = join(below, "crosstag.yaml");
  await symlink(target, link);
  await expect(findConfigurationFile(below, { id: OWN_ID })).rejects.toMatchObject({
    code: "configuration",
    message: expect.stringMatching(reason),
    hint: expect.stringContaining("Correct the link or remove it"),
  });
});

test("a file of another user is refused by name", async () => {
  const user = await asOfAStranger(file);
  await expect(findConfigurationFile(below, user)).rejects.toMatchObject({
    code: "configuration",
    message: expect.stringMatching(
      /crosstag\.yaml" is not used, because it belongs to another user \(uid \d+; you are \d+\)\./,
    ),
    hint: expect.stringContaining(`--config ${JSON.stringify(file)}`),
  });
});

test("the user behind sudo keeps the files that are theirs", async () => {
  const user = await asOfAStranger(file);
  const owner = OWN_ID === 0 ? STRANGER : OWN_ID;
  expect(await findConfigurationFile(below, { ...user, sudoId: owner })).toBe(file);
  const asked = currentUser({ SUDO_UID: "1000" });
  expect(asked).toEqual(OWN_ID === 0 ? { id: 0, sudoId: 1000 } : { id: OWN_ID });
  expect(currentUser({ SUDO_UID: "me" })).toEqual({ id: OWN_ID });
});

test.each([
  ["the file", 0o777, 0o666, "all users may write to it"],
  ["the file, in a sticky folder", 0o1777, 0o602, "all users may write to it"],
  ["its folder", 0o777, 0o644, "all users may replace it"],
])("a file that all users may write to is refused: %s", async (_, folderMode, fileMode, why) => {
  await chmod(folder, folderMode);
  await chmod(file, fileMode);
  await expect(findConfigurationFile(below, { id: OWN_ID })).rejects.toThrow(why);
});

test("a file of the user in a sticky folder, such as /tmp, is theirs", async () => {
  await chmod(folder, 0o1777);
  expect(await findConfigurationFile(below, { id: OWN_ID })).toBe(file);
});

test.runIf(OWN_ID === 0)("a link of another user does not make a file of the user trusted", async () => {
  const link = join(below, "crosstag.yaml");
  await symlink(file, link);
  await expect(findConfigurationFile(below, { id: 0 })).resolves.toBe(link);
  await lchown(link, STRANGER, STRANGER);
  await expect(findConfigurationFile(below, { id: 0 })).rejects.toThrow("another user");
});
