/** The server of an address, as it is called in sentences: `127.0.0.1:11434`. */
export function toHost(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
