/** A description, whose quoted names are code. */
export function Description({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null;
  // Every second part is between backticks.
  const parts = text.split("`").map((part, index) => ({ part, isCode: index % 2 === 1, index }));
  return (
    <p className="soft">{parts.map(({ part, isCode, index }) => (isCode ? <code key={index}>{part}</code> : part))}</p>
  );
}
