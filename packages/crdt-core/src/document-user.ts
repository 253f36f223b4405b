/** A person as others see them. `name`: at most 64 characters. `color`: `#rrggbb`. */
export interface DocumentUser {
  readonly name: string;
  readonly color: string;
}
