/** Consecutive pieces of at most `size` items; apart from the engine's own on purpose: the one is tested by the other. */
export function split<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, piece) =>
    items.slice(piece * size, (piece + 1) * size),
  );
}
