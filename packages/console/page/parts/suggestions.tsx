/** The values that a text field suggests. */
export function Suggestions({ id, values }: { readonly id: string; readonly values: readonly string[] }) {
  if (values.length === 0) return null;
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value}>
          {value}
        </option>
      ))}
    </datalist>
  );
}
