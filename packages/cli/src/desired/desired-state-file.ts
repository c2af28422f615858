/** The file with the desired tags, unless another is named. */
export const DESIRED_STATE_FILE = "crosstag-tags.yaml";
