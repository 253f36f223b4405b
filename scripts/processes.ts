import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a process came to its end: an exit code, or the signal that ended it. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that leads a process group of its own, so that what it starts ends with it. */
export interface Group {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Sends `signal` to every process of the group; one that is gone is no error. */
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, then after `graceMs` SIGKILL to whatever is left. Settles when the leader has gone. */
  end(graceMs?: number): Promise<Ended>;
}

const alive = new Set<Group>();

// A run names one folder to all processes under it; a worker that dies without a word leaves its groups' numbers there.
const REGISTER = 'WEFT_PROCESS_GROUPS';

/** Signals a whole process group. On Windows there are no groups: the leader alone is signalled. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function registerFile(pid: number): string | undefined {
  const folder = process.env[REGISTER];
  return folder === undefined ? undefined : join(folder, String(pid));
}

/**
 * Starts a command as the leader of its own process group. `ended` never rejects: a command that cannot be started
 * counts as one that ended with code 127, after its reason was written to stderr.
 */
export function startGroup(command: string, args: readonly string[], options: SpawnOptions = {}): Group {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  const pid = child.pid ?? -1;
  const file = registerFile(pid);
  if (file !== undefined && pid > 0) writeFileSync(file, command);

  const ended = new Promise<Ended>((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${command} could not be started: ${error.message}\n`);
      resolve({ code: 127, signal: null });
    });
    child.once('exit', (code, signal) => {
      alive.delete(group);
      if (file !== undefined) rmSync(file, { force: true });
      resolve({ code, signal });
    });
  });

  const group: Group = {
    pid,
    child,
    ended,
    signal: (signal) => {
      if (pid > 0) signalGroup(pid, signal);
    },
    end: async (graceMs = 5_000) => {
      if (pid <= 0) return ended;
      signalGroup(pid, 'SIGTERM');
      const kill = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
      const result = await ended;
      clearTimeout(kill);
      signalGroup(pid, 'SIGKILL');
      return result;
    },
  };
  if (pid > 0) alive.add(group);
  return group;
}

/** Ends every group this process started and, if it opened a register, those its descendants left behind. */
export async function endAllGroups(graceMs = 5_000): Promise<void> {
  await Promise.all([...alive].map((group) => group.end(graceMs)));
}

let isEnding = false;

/**
 * Settles at once, or never while a signal is ending this process: what comes after is not begun in its last moments.
 */
export function unlessEnding(): Promise<void> {
  return isEnding ? new Promise(() => {}) : Promise.resolve();
}

function killAllGroups(): void {
  for (const group of alive) group.signal('SIGKILL');
}

/** On any exit of this process nothing it started stays behind. Safe to call more than once. */
export function killGroupsOnExit(): void {
  if (!process.listeners('exit').includes(killAllGroups)) process.on('exit', killAllGroups);
}

/**
 * Ctrl-C, SIGTERM and a closed terminal end everything started here, then this process.
 * `beforeExit` runs after the groups have ended.
 */
export function endGroupsOnSignal(beforeExit: () => void = () => {}): void {
  killGroupsOnExit();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isEnding) return;
    isEnding = true;
    const code = signal === 'SIGINT' ? 130 : signal === 'SIGHUP' ? 129 : 143;
    void endAllGroups().finally(() => {
      beforeExit();
      process.exit(code);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}

/**
 * Opens a register of process groups for everything started below this process, in `folder`. The function returned
 * kills those still named there and removes it; a second call does nothing.
 */
export function openRegister(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  process.env[REGISTER] = folder;
  return () => {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) {
      const pid = Number(name);
      if (Number.isSafeInteger(pid) && pid > 1) signalGroup(pid, 'SIGKILL');
    }
    delete process.env[REGISTER];
    rmSync(folder, { recursive: true, force: true });
  };
}
