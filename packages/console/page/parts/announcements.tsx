import { ObservedValue, useObserved } from "./observed-value.ts";

const announced = new ObservedValue("");

/** Says something to people who do not see the page, after what they hear at the moment. */
export function announce(sentence: string): void {
  // The same text again is a change only if the text differs.
  announced.set(sentence === announced.get() ? `${sentence}\u00A0` : sentence);
}

/** Where announcements are read from. */
export function Announcements() {
  const text = useObserved(announced);
  return (
    <div className="visually-hidden" role="status">
      {text}
    </div>
  );
}
