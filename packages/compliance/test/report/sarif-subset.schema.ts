/** What SARIF 2.1.0 demands of the parts that our report has; written from the specification (OASIS, sections 3.13 to 3.58). */
const message = {
  type: "object",
  required: ["text"],
  properties: { text: { type: "string", minLength: 1 } },
  additionalProperties: false,
};
const level = { enum: ["none", "note", "warning", "error"] };
const uri = { type: "string", pattern: "^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$" };
const closed = (properties: object, required: readonly string[] = []) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

const location = closed({
  physicalLocation: closed(
    { artifactLocation: closed({ uri }), region: closed({ startLine: { type: "integer", minimum: 1 } }) },
    ["artifactLocation"],
  ),
  logicalLocations: {
    type: "array",
    uniqueItems: true,
    items: closed({ name: { type: "string" }, fullyQualifiedName: { type: "string" }, kind: { type: "string" } }),
  },
});

export const SARIF_SUBSET = closed(
  {
    $schema: { type: "string", pattern: "^https://" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: closed(
        {
          tool: closed(
            {
              driver: closed(
                {
                  name: { type: "string" },
                  informationUri: uri,
                  rules: {
                    type: "array",
                    uniqueItems: true,
                    items: closed(
                      {
                        id: { type: "string" },
                        defaultConfiguration: closed({ level }),
                        shortDescription: message,
                        fullDescription: message,
                        helpUri: uri,
                        help: message,
                      },
                      ["id"],
                    ),
                  },
                },
                ["name"],
              ),
            },
            ["driver"],
          ),
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          invocations: {
            type: "array",
            items: closed(
              {
                executionSuccessful: { type: "boolean" },
                endTimeUtc: { type: "string", pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$` },
                toolExecutionNotifications: {
                  type: "array",
                  items: closed({ level, message, descriptor: closed({ id: { type: "string" } }) }, ["message"]),
                },
              },
              ["executionSuccessful"],
            ),
          },
          results: {
            type: "array",
            items: closed(
              {
                ruleId: { type: "string" },
                ruleIndex: { type: "integer", minimum: 0 },
                level,
                message,
                locations: { type: "array", items: location },
                partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
                suppressions: {
                  type: "array",
                  uniqueItems: true,
                  items: closed(
                    {
                      kind: { enum: ["inSource", "external"] },
                      status: { enum: ["accepted", "underReview", "rejected"] },
                      justification: { type: "string" },
                    },
                    ["kind"],
                  ),
                },
                baselineState: { enum: ["new", "unchanged", "updated", "absent"] },
                properties: { type: "object" },
              },
              ["message"],
            ),
          },
        },
        ["tool"],
      ),
    },
  },
  ["version", "runs"],
);
