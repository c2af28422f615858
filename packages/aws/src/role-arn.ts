/** The full name of a role. */
export const ROLE_ARN = /^arn:(?<partition>aws(?:-[a-z]+)*):iam::(?<account>\d{12}):role\/[\w+=,.@/-]+$/;
