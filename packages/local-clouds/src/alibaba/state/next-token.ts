/** The position at which a listing of tag rows continues: this row of this resource. */
export interface TagRowPosition {
  readonly resource: number;
  readonly row: number;
}

export function writeNextToken(position: TagRowPosition): string {
  return Buffer.from(`${position.resource}.${position.row}`).toString("base64url");
}

/** Undefined if the token was not issued here. */
export function readNextToken(token: string): TagRowPosition | undefined {
  const [, resource, row] = /^(\d+)\.(\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  return resource === undefined || row === undefined ? undefined : { resource: Number(resource), row: Number(row) };
}
