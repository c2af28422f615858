import { type Denial, describeDenial, type DenialWords } from "@crosstag/driver-kit";

/** Reads the action in the message of a denial. The rest of the message names the caller and the resource. */
export function readDenial(message: unknown): Denial {
  const action =
    typeof message === "string" ? /\boperation \(((?:kms|tag|sts):[A-Za-z]{1,64})\)/.exec(message)?.[1] : undefined;
  return action === undefined ? {} : { action };
}

const WORDS: DenialWords = {
  anyAction: "the CAM action",
  hint: (action) => `Allow ${action} for the CAM user or role whose credentials are used.`,
};

/** Explains a denial. */
export function explainDenial(denial: Denial = {}): { readonly message: string; readonly hint: string } {
  return describeDenial(denial, WORDS);
}
