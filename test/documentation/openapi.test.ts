import { readFileSync } from "node:fs";
import { OPERATIONS } from "@crosstag/operations";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, it } from "vitest";
import { OPENAPI_FILE, openApiDocument } from "../../packages/operations/build/openapi.ts";
import { formatted } from "./formatted.ts";
import { REPOSITORY } from "./pages.ts";
import { SERVICE_PATHS_FILE, servicePaths } from "./service-paths.ts";

const text = readFileSync(`${REPOSITORY}${OPENAPI_FILE}`, "utf8");
const committed: unknown = JSON.parse(text);

it("openapi.json is what the schemas say; if not, run `npm run docs:generate`", () => {
  expect(committed).toEqual(openApiDocument());
});

it("openapi.json is a valid OpenAPI 3.1 document with every operation", async () => {
  const validator = new Validator();
  expect(await validator.validate(text)).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
  for (const { path, method, title } of OPERATIONS)
    expect(committed).toHaveProperty(
      ["paths", path, method, "operationId"],
      title.charAt(0).toLowerCase() + title.slice(1),
    );
});

it("the types of the generated client are those of openapi.json; if not, run `npm run docs:generate`", async () => {
  const types = await formatted(SERVICE_PATHS_FILE, await servicePaths());
  expect(types === readFileSync(`${REPOSITORY}${SERVICE_PATHS_FILE}`, "utf8")).toBe(true);
});
