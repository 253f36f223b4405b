import { join, resolve } from 'node:path';

/** The folder that holds the whole workspace. */
export const ROOT: string = resolve(import.meta.dirname, '..');

/** Where the built app lies once `pnpm build` has run. */
export const APP_DIST: string = join(ROOT, 'apps/web/dist');

/** The relay's command line program. */
export const RELAY_CLI: string = join(ROOT, 'packages/relay-server/src/main.ts');

/** A command of the workspace's own, from `node_modules/.bin` of the root or of one of its packages. */
export function toBin(name: string, folder = '.'): string {
  return join(ROOT, folder, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

/** The environment for a command: the workspace's binaries, and so its Node, come first on the path. */
export function toEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const separator = process.platform === 'win32' ? ';' : ':';
  const environment = { ...process.env, ...extra };
  // Programs that were started before start in less than half the time: relays of tests, and the workers of test runners.
  environment['NODE_COMPILE_CACHE'] ??= join(ROOT, 'node_modules/.cache/node-compile');
  environment['PATH'] = [join(ROOT, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(separator);
  if (process.env['CI'] === 'true') {
    environment['NO_COLOR'] = '1';
    delete environment['FORCE_COLOR'];
  }
  return environment;
}
