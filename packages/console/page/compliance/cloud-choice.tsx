import { listClouds } from "@crosstag/operations";
import { useId } from "react";
import { useOperation } from "../api/use-operation.ts";
import { Suggestions } from "../parts/suggestions.tsx";
import { boxNames, type ChosenClouds } from "./chosen-clouds.ts";

/** Which clouds to check. Of many accounts and regions, the entries have boxes, and the others are typed. */
export function CloudChoice({
  chosen,
  onChange,
}: {
  readonly chosen: ChosenClouds;
  readonly onChange: (chosen: ChosenClouds) => void;
}) {
  const id = useId();
  const { data } = useOperation(listClouds, {});
  const clouds = data?.clouds.map(({ name }) => name) ?? [];
  const { names, isShortened } = boxNames(clouds);
  if (clouds.length < 2) return null;
  return (
    <>
      <fieldset className="choices">
        <legend>Clouds (none: all)</legend>
        {names.map((name) => (
          <label key={name} className="choice">
            <input
              type="checkbox"
              checked={chosen.names.includes(name)}
              onChange={({ target }) => {
                const others = chosen.names.filter((each) => each !== name);
                onChange({ ...chosen, names: target.checked ? [...others, name] : others });
              }}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {isShortened && (
        <div className="field">
          <label htmlFor={id}>Accounts and regions (optional, with commas)</label>
          <input
            id={id}
            list={`${id}names`}
            value={chosen.text}
            placeholder={clouds[0]}
            autoComplete="off"
            onChange={({ target }) => onChange({ ...chosen, text: target.value })}
          />
          <Suggestions id={`${id}names`} values={clouds} />
        </div>
      )}
    </>
  );
}
