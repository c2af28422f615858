/**
 * JSON that Postgres accepts in `jsonb`: it refuses the character 0 and halves of characters, which a text from outside can
 * contain (postgresql.org/docs/15/datatype-json.html, read on 2026-11-29).
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "string" ? part.replaceAll(UNSTORABLE, "\uFFFD") : part,
  );
}

const UNSTORABLE = /\0|\p{Surrogate}/gu;
