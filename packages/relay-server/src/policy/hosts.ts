/**
 * Which authorities this relay answers to. A client's proof names the host it dialled; were any host taken, a hostile
 * relay could pass our challenge on to its own visitors and enter here in their name.
 */
export type HostPolicy = (host: string) => boolean;

export interface HostPolicyOptions {
  /** Authorities (`example.org`, `example.org:4400`) under which the relay is reached; empty: its own names and addresses. */
  readonly publicHosts: readonly string[];
  /** The machine's own names and addresses, without ports. */
  readonly ownNames: readonly string[];
}

/** Builds the policy. Hosts compare without regard to case. */
export function createHostPolicy({ publicHosts, ownNames }: HostPolicyOptions): HostPolicy {
  const known = new Set(publicHosts.map((host) => host.toLowerCase()));
  if (known.size > 0) return (host) => known.has(host.toLowerCase());
  const own = new Set(['localhost', '127.0.0.1', '::1', ...ownNames.map((name) => name.toLowerCase())]);
  // Any port: a container's may be published under another.
  return (host) => {
    const name = hostToName(host.toLowerCase());
    return own.has(name) || name.endsWith('.localhost');
  };
}

/** An authority without its port, and without the brackets of IPv6. */
export function hostToName(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(host);
  return bracketed?.[1] ?? host.replace(/:\d+$/, '');
}

/**
 * Whether a page of this origin may connect.
 * @param allowed empty: any
 * @param origin the Origin header; programs that are not browsers send none, and could send any
 */
export function isOriginAllowed(allowed: readonly string[], origin: string | undefined): boolean {
  return allowed.length === 0 || origin === undefined || allowed.includes(origin.toLowerCase());
}
