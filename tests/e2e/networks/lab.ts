import { randomBytes } from 'node:crypto';
import { run, runAnyway } from './commands.ts';

/**
 * How a home's router translates. Both let in only what answers something sent out, and only from where it was sent to.
 * `keeping`: a port keeps its number whoever it talks to, so two such homes meet with STUN alone.
 * `scrambling`: each conversation gets another port, so what STUN tells is of no use and only TURN helps.
 */
export type Nat = 'keeping' | 'scrambling';

/** One machine of a lab: a network namespace with a cable. */
export interface Machine {
  readonly namespace: string;
  readonly address: string;
  /** A command line that runs a program on this machine. */
  toCommand(program: string, args: readonly string[]): readonly [string, ...string[]];
  /** Pulls the cable out: nothing gets through, and nothing says so to the other end. */
  unplug(): void;
  plug(): void;
}

/** A home behind a router of its own. */
export interface Home extends Machine {
  /** Lets no UDP through the router from now on, either way. */
  blockUdp(): void;
}

/** A small internet in namespaces of its own. It reaches neither the machine's networks nor the real one. */
export interface Lab {
  /** A machine on the public segment, 203.0.113.0/24 (TEST-NET-3). */
  addPublic(): Machine;
  /** A machine at 192.168.0.2 behind a router with an address on the public segment. */
  addHome(nat: Nat): Home;
  /** Ends what still runs in the lab and takes it down. Idempotent; safe in an exit handler. */
  close(): void;
}

const PREFIX = 'weft';
/**
 * Where the rest of the internet would begin: it takes whatever is sent to addresses that the lab does not have, and drops it.
 * Without it coturn is told that there is no such network, and ends the whole session of whoever asked.
 */
const VOID = '203.0.113.254';

/** What runs in a namespace is ours: nobody else knows its name. */
function remove(namespace: string): void {
  for (const pid of runAnyway('ip', ['netns', 'pids', namespace]).split('\n')) {
    try {
      if (Number(pid) > 1) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It went by itself.
    }
  }
  runAnyway('ip', ['netns', 'del', namespace]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A test run that was killed leaves its namespaces; their names say whose they were. */
function sweep(): void {
  for (const line of runAnyway('ip', ['netns', 'list']).split('\n')) {
    const [namespace = ''] = line.split(' ');
    const owner = new RegExp(`^${PREFIX}-(\\d+)-`).exec(namespace)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) remove(namespace);
  }
}

function toRules(nat: Nat): string {
  return `
    table ip filter {
      chain input {
        type filter hook input priority 0; policy drop;
        iif lo accept
        iifname lan0 accept
      }
      chain forward {
        type filter hook forward priority 0; policy drop;
        jump blocked
        iifname lan0 oifname wan0 accept
        ct state established,related accept
      }
      chain blocked { }
    }
    table ip nat {
      chain out {
        type nat hook postrouting priority 100;
        oifname wan0 masquerade ${nat === 'scrambling' ? 'fully-random' : ''}
      }
    }`;
}

/** Makes a lab with an empty public segment. Throws where `findObstacle` finds one. */
export function createLab(): Lab {
  sweep();
  const name = `${PREFIX}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const namespaces: string[] = [];
  let lastHost = 0;
  let isClosed = false;

  function addNamespace(part: string): string {
    const namespace = `${name}-${part}`;
    run('ip', ['netns', 'add', namespace]);
    namespaces.push(namespace);
    run('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
    return namespace;
  }

  /** A cable from a machine to a switch; both ends are made inside the lab. */
  function lay(namespace: string, device: string, address: string): void {
    const port = `p${lastHost}`;
    run('ip', ['-n', segment, 'link', 'add', port, 'type', 'veth', 'peer', 'name', device, 'netns', namespace]);
    run('ip', ['-n', segment, 'link', 'set', port, 'master', 'wan', 'up']);
    run('ip', ['-n', namespace, 'address', 'add', `${address}/24`, 'dev', device]);
    run('ip', ['-n', namespace, 'link', 'set', device, 'up']);
  }

  function toMachine(namespace: string, address: string, device: string, gateway?: string): Machine {
    const plug = (): void => {
      run('ip', ['-n', namespace, 'link', 'set', device, 'up']);
      // A route goes with its cable.
      if (gateway !== undefined) run('ip', ['-n', namespace, 'route', 'replace', 'default', 'via', gateway]);
    };
    plug();
    return {
      namespace,
      address,
      toCommand: (program, args) => ['ip', 'netns', 'exec', namespace, program, ...args],
      unplug: () => void run('ip', ['-n', namespace, 'link', 'set', device, 'down']),
      plug,
    };
  }

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    process.off('exit', close);
    for (const namespace of namespaces.reverse()) remove(namespace);
  }

  process.on('exit', close);
  let segment = '';
  try {
    segment = addNamespace('segment');
    run('ip', ['-n', segment, 'link', 'add', 'wan', 'type', 'bridge']);
    run('ip', ['-n', segment, 'address', 'add', `${VOID}/24`, 'dev', 'wan']);
    run('ip', ['-n', segment, 'link', 'set', 'wan', 'up']);
  } catch (error) {
    close();
    throw error;
  }

  return {
    addPublic() {
      const namespace = addNamespace(`public${++lastHost}`);
      const address = `203.0.113.${lastHost}`;
      lay(namespace, 'net0', address);
      return toMachine(namespace, address, 'net0', VOID);
    },
    addHome(nat) {
      const router = addNamespace(`router${++lastHost}`);
      const home = addNamespace(`home${lastHost}`);
      lay(router, 'wan0', `203.0.113.${lastHost}`);
      run('ip', ['-n', router, 'route', 'add', 'default', 'via', VOID]);
      run('ip', ['-n', router, 'link', 'add', 'lan0', 'type', 'veth', 'peer', 'name', 'net0', 'netns', home]);
      run('ip', ['-n', router, 'address', 'add', '192.168.0.1/24', 'dev', 'lan0']);
      run('ip', ['-n', router, 'link', 'set', 'lan0', 'up']);
      run('ip', ['-n', home, 'address', 'add', '192.168.0.2/24', 'dev', 'net0']);
      run('ip', ['netns', 'exec', router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1']);
      run('ip', ['netns', 'exec', router, 'nft', '-f', '-'], toRules(nat));
      return {
        ...toMachine(home, '192.168.0.2', 'net0', '192.168.0.1'),
        blockUdp() {
          const rule = 'add rule ip filter blocked meta l4proto udp drop';
          run('ip', ['netns', 'exec', router, 'nft', '-f', '-'], rule);
        },
      };
    },
    close,
  };
}
