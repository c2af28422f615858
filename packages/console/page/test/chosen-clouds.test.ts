import { expect, test } from "vitest";
import { boxNames, chosenClouds, NO_CLOUDS } from "../compliance/chosen-clouds.ts";

test("a few clouds have a box each; of the clouds of many accounts only the entries do", () => {
  const few = ["aws", "aws/secretsmanager", "tencent", "tencent"];
  expect(boxNames(few)).toEqual({ names: ["aws", "aws/secretsmanager", "tencent"], isShortened: false });
  const many = Array.from({ length: 40 }, (_, index) => `fleet/${index}/eu-central-1`);
  expect(boxNames([...many, "tencent"])).toEqual({ names: ["fleet", "tencent"], isShortened: true });
});

test("a request names the boxes and what is typed, each once, and nothing if everything is meant", () => {
  expect(chosenClouds(NO_CLOUDS)).toEqual({});
  expect(chosenClouds({ names: ["tencent"], text: " fleet/1, tencent  fleet/2," })).toEqual({
    clouds: ["tencent", "fleet/1", "fleet/2"],
  });
});
