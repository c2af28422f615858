/**
 * Closes one after the other. A step that fails does not keep the next from being done.
 * @param onError called for each failure. Default: nothing
 * @throws the first failure, when all is done
 */
export async function closeAll(
  steps: readonly (() => Promise<void>)[],
  onError: (error: unknown) => void = () => {},
): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps)
    await step().catch((error: unknown) => {
      errors.push(error);
      onError(error);
    });
  if (errors.length > 0) throw errors[0];
}
