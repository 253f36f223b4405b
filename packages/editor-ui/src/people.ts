/** Somebody, as this person shows themselves. */
export interface EditorUser {
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
}

/** Who wrote some letters. `color`: `#rrggbb`. */
export interface Author {
  readonly name: string;
  readonly color: string;
}

/** Someone else in the document; every field validated (SYN-7). */
export interface EditorPerson {
  readonly clientId: number;
  readonly name: string;
  readonly color: string;
}
