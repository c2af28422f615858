/** `accepted`, or the code of the refusal. @throws an error that has no code */
export async function answerOf(
  attempt: Promise<unknown>,
  codeOf: (error: unknown) => string | undefined,
): Promise<string> {
  try {
    await attempt;
    return "accepted";
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return code;
  }
}
