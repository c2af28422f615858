import { formatTime } from "../parts/format.ts";
import type { Inspection } from "./key-facts.tsx";

/** What deleting the material means, in the words of its cloud, or why it cannot be deleted. */
export function Meaning({ inspection }: { readonly inspection: Inspection }) {
  const { obstacle, alreadyGone, scheduledFor, consequences, effect } = inspection;
  return (
    <div className="stack">
      {obstacle !== undefined && (
        <div className="notice error">
          <p>
            <strong>The material cannot be deleted.</strong> {obstacle.message}
          </p>
          {obstacle.hint !== undefined && <p>{obstacle.hint}</p>}
          <p className="soft">Code {obstacle.code}</p>
        </div>
      )}
      {alreadyGone && (
        <p className="notice">The key has no material: it waits for an import. Nothing is left to delete.</p>
      )}
      {scheduledFor !== undefined && (
        <p className="notice warning">
          The deletion of the material is scheduled already, for {formatTime(scheduledFor)}.
        </p>
      )}
      {consequences.length > 0 && (
        <ul className="consequences">
          {consequences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {obstacle === undefined && !alreadyGone && scheduledFor === undefined && (
        <p className="notice warning">
          <strong>
            {effect === "immediate"
              ? "The material is gone at once. The cloud cannot undo it."
              : "The cloud deletes the material at a date that it then shows."}
          </strong>
        </p>
      )}
    </div>
  );
}
