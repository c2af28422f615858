/**
 * Items in lists of so many, the last one shorter. The next list is read while the reader works on the present one.
 */
export async function* inChunks<Item>(
  items: AsyncIterable<Item>,
  size: number,
): AsyncGenerator<readonly Item[], void, undefined> {
  const source = items[Symbol.asyncIterator]();
  const readChunk = async (): Promise<readonly Item[]> => {
    const chunk: Item[] = [];
    while (chunk.length < size) {
      const next = await source.next();
      if (next.done === true) break;
      chunk.push(next.value);
    }
    return chunk;
  };
  let ahead: Promise<readonly Item[]> | undefined = readChunk();
  try {
    while (ahead !== undefined) {
      const chunk: readonly Item[] = await ahead;
      ahead = chunk.length < size ? undefined : readChunk();
      // The reader gets the error when it asks for that chunk.
      ahead?.catch(() => {});
      if (chunk.length > 0) yield chunk;
    }
  } finally {
    // Not awaited: a call under way may take as long as its time limit.
    source.return?.().catch(() => {});
  }
}
