import { expect, test } from "vitest";
import { describeGroup, ResourceGroups } from "../src/output/resource-groups.ts";

const lines = (groups: ResourceGroups) => groups.all.flatMap((group) => describeGroup(group, (text) => text));

test("a resource counts once in its group, whatever is said of it", () => {
  const groups = new ResourceGroups();
  for (const resource of ["key/1", "key/2"])
    for (const note of ["The tag a is missing.", "The tag b is missing."]) groups.add("error, owner", [note], resource);
  expect(lines(groups)).toEqual([
    "error, owner: 2 resources",
    "  The tag a is missing.",
    "    key/1",
    "    key/2",
    "  The tag b is missing.",
    "    key/1",
    "    key/2",
  ]);
});

test("so does a resource of which not everything is shown", () => {
  const groups = new ResourceGroups();
  for (let note = 0; note < 8; note += 1) groups.add("error, temp", [`The tag t${note} is forbidden.`], "key/1");
  expect(lines(groups)).toHaveLength(1 + 5 * 2 + 1);
  expect(lines(groups)[0]).toBe("error, temp: 1 resource");
  expect(lines(groups).at(-1)).toBe("  and 1 more, with other details");
});
