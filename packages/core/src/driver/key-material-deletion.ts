/** What deleting imported key material means in a cloud. The words are sentences for people who confirm it. */
export interface KeyMaterialDeletion {
  /** `immediate`: it is gone with the answer. `scheduled`: it is gone at a date that the answer has. */
  readonly effect: "immediate" | "scheduled";
  /** How it can be taken back until that date, or what is needed to use the key again: `Import the same material again.` */
  readonly undo: string;
  /** What stops working, and when. */
  readonly consequences: readonly string[];
  /** Whether the cloud keeps a copy, and how long. Absent: it keeps none. */
  readonly copies?: string;
  /** What it means for a key that is disabled. Absent: nothing is known. */
  readonly disabledKey?: string;
  /** What it means for a key that has other imported materials. Absent: nothing is known. */
  readonly otherMaterials?: string;
  /** What it means for the replicas of the key in other regions. Absent: nothing is known. */
  readonly replicas?: string;
}
