/** What suggests how a text goes on. The editor asks behind each letter, and where a caret rests; it aborts with the next key. */
export interface GhostTextPort {
  /**
   * What may follow. `before` reaches back over earlier blocks, parted by line ends; `after` is the rest of the block.
   * Undefined where there is nothing sure enough. Never rejects.
   */
  suggest(place: { readonly before: string; readonly after: string }, signal: AbortSignal): Promise<string | undefined>;
}
