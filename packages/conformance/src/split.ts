/**
 * Consecutive pieces of at most `size` items. Separate from the engine's own function on purpose: the suite tests the
 * engine with it.
 */
export function split<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, piece) =>
    items.slice(piece * size, (piece + 1) * size),
  );
}
