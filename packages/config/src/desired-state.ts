export { desiredStateJsonSchema } from "./desired/desired-state-schema.ts";
export { parseDesiredState } from "./desired/parse-desired-state.ts";
export type {
  DesiredStatePath,
  ParsedDesiredState,
  ParsedSelection,
  ParsedStatement,
} from "./desired/parse-desired-state.ts";
