import type { SpellingSuggestion } from "@crosstag/migration";
import { stringify } from "yaml";
import { tagText } from "./describe-change.ts";

/** A suggested spelling and the lines of a mapping file that choose it. It has the value of the tag. */
export function describeSuggestion({
  to,
  mapping,
  shortened,
  collidesWith = [],
}: SpellingSuggestion): readonly string[] {
  return [
    `Suggested spelling${shortened ? ", cut off" : ""}: ${tagText(to.key)}=${tagText(to.value)}. To choose it, write in the mapping:`,
    ...mappingLines(mapping).map((line) => `  ${line}`),
    ...collisionLines(to.key, collidesWith),
  ];
}

/** The same for many resources: the key only, because their values differ. */
export function describeKeySuggestion({
  to,
  mapping: { keys },
  collidesWith = [],
}: SpellingSuggestion): readonly string[] {
  if (keys === undefined) return ["A spelling of the value can be suggested: --suggest FILE writes it."];
  return [
    `Suggested key: ${tagText(to.key)}. To choose it, write in the mapping:`,
    ...mappingLines({ keys }).map((line) => `  ${line}`),
    ...collisionLines(to.key, collidesWith),
  ];
}

function mappingLines(mapping: SpellingSuggestion["mapping"]): readonly string[] {
  return Object.entries(mapping).map(([part, content]) =>
    `${part}: ${stringify(content, { collectionStyle: "flow", lineWidth: 0 })}`.trimEnd(),
  );
}

function collisionLines(key: string, collidesWith: readonly string[]): readonly string[] {
  if (collidesWith.length === 0) return [];
  const others = collidesWith.map((other) => JSON.stringify(other)).join(" and ");
  return [`The key ${JSON.stringify(key)} would also be that of ${others}: choose another one.`];
}
