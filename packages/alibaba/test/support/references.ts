import type { CallContext, Reference, ResourceKind } from "@crosstag/core/driver";

export function referenceTo(kind: ResourceKind, id: string): Reference {
  return { provider: "alibaba", kind, id, alias: false, text: `${kind}/${id}` };
}

export function context(signal: AbortSignal = new AbortController().signal): CallContext {
  return { signal, timeoutMs: 15_000 };
}
