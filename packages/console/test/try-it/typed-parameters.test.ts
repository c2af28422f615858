import { OPERATIONS } from "@crosstag/operations";
import { expect, it } from "vitest";
import { z } from "zod";
import { emptyValues, type FormObject } from "../../page/try-it/form/form-value.ts";
import type { Parameter } from "../../page/try-it/form/parameter.ts";
import { typedParameters } from "../../page/try-it/form/typed-parameters.ts";
import { schemaParameters } from "../../page/try-it/operations/schema-parameters.ts";

const PARAMETERS: readonly Parameter[] = [
  { name: "KeyId", type: "string", required: true },
  { name: "Limit", type: "integer" },
  { name: "ReadFirst", type: "boolean" },
  { name: "Keys", type: "array" },
  {
    name: "Tags",
    type: "array",
    encoding: "json",
    children: [
      { name: "Key", type: "string", required: true },
      { name: "Value", type: "string" },
    ],
  },
  { name: "Map", type: "map" },
  { name: "Source", type: "json" },
];

it("makes the parameters of a request from texts, and leaves out what is empty", () => {
  const values: FormObject = {
    KeyId: "1234",
    Limit: "5",
    ReadFirst: "false",
    Keys: ["a", "", "b"],
    Tags: [
      { Key: "team", Value: "" },
      { Key: "", Value: "" },
    ],
    Map: [{ key: "team", value: "payments" }],
    Source: '{"from":[1]}',
  };
  expect(typedParameters(PARAMETERS, values)).toEqual({
    parameters: {
      KeyId: "1234",
      Limit: 5,
      ReadFirst: false,
      Keys: ["a", "b"],
      Tags: '[{"Key":"team","Value":""}]',
      Map: { team: "payments" },
      Source: { from: [1] },
    },
    problems: [],
  });
  expect(typedParameters(PARAMETERS, { ...emptyValues(PARAMETERS), KeyId: "1" }).parameters).toEqual({ KeyId: "1" });
});

it("says what is wrong with each field, and where", () => {
  const values: FormObject = {
    Limit: "many",
    Tags: [{ Key: "", Value: "payments" }],
    Map: [
      { key: "", value: "a" },
      { key: "b", value: "" },
      { key: "b", value: "" },
    ],
    Source: "{from: 1}",
  };
  expect(typedParameters(PARAMETERS, values).problems).toEqual([
    { path: "KeyId", message: "KeyId is required." },
    { path: "Limit", message: "Limit is a whole number, for example 100." },
    { path: "Tags.0.Key", message: "Key is required." },
    { path: "Map.0.key", message: "A value needs a key." },
    { path: "Map.2.key", message: 'The key "b" is there twice.' },
    { path: "Source", message: 'Source is not JSON. Texts need double quotes: "text".' },
  ]);
});

it("has a form for each of Crosstag's own operations", () => {
  for (const { name, input } of OPERATIONS) {
    const parameters = schemaParameters(z.toJSONSchema(input, { io: "input" }));
    const fields = Object.keys(z.toJSONSchema(input, { io: "input" }).properties ?? {});
    expect({ name, fields: parameters.map((parameter) => parameter.name) }).toEqual({ name, fields });
    for (const { type, children } of parameters) {
      expect(["string", "boolean", "integer", "number", "array", "object", "map", "json"]).toContain(type);
      expect(children !== undefined).toBe(type === "object");
    }
  }
});
