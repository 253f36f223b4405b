import { execFileSync, spawnSync } from 'node:child_process';

/** Runs a program of the system and answers with what it wrote; throws with its complaint when it fails. */
export function run(program: string, args: readonly string[], input?: string): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], ...(input && { input }) });
}

/** As `run`, where failing is no news: what was to go may have gone already. */
export function runAnyway(program: string, args: readonly string[]): string {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout ?? '';
}

const NEEDED = [
  { program: 'ip', args: ['-V'], package: 'iproute2' },
  { program: 'nft', args: ['-v'], package: 'nftables' },
  { program: 'turnserver', args: ['--version'], package: 'coturn' },
] as const;

const PROBE_RULES = `table ip probe {
  chain out {
    type nat hook postrouting priority 100
    masquerade fully-random
  }
}`;

/** Why networks cannot be made on this machine, as a sentence; `undefined` where they can. Makes one namespace to find out. */
export function findObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'Network namespaces are Linux’s own.';
  if (process.getuid?.() !== 0) return 'Network namespaces need root.';
  for (const { program, args, package: name } of NEEDED) {
    if (spawnSync(program, args, { stdio: 'ignore' }).error !== undefined) {
      return `There is no ${program} here (apt-get install ${name}).`;
    }
  }
  const probe = `weft-${process.pid}-probe`;
  try {
    run('ip', ['netns', 'add', probe]);
    run('ip', ['netns', 'exec', probe, 'nft', '-f', '-'], PROBE_RULES);
    return undefined;
  } catch (error) {
    return `This machine lets root make no networks: ${error instanceof Error ? error.message.trim() : String(error)}`;
  } finally {
    runAnyway('ip', ['netns', 'del', probe]);
  }
}
