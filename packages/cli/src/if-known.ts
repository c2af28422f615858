/** A working directory may be removed, and a user of a container may have no home. Most commands need neither. */
export function ifKnown(directory: () => string): string | undefined {
  try {
    return directory();
  } catch {
    return undefined;
  }
}
