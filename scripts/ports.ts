import { createServer } from 'node:net';

/** Whether a TCP port can be listened on at `host` now. Another process may still take it a moment later. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first free port at or after `from`, looking at no more than `tries`; undefined when all are taken. */
export async function findPort(from: number, host: string, tries = 100): Promise<number | undefined> {
  for (let port = from; port < from + tries && port <= 65_535; port += 1) {
    if (await isPortFree(port, host)) return port;
  }
  return undefined;
}

/** A port nobody listens on now, chosen by the system. */
export function anyPort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host }, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('a TCP server has an address of parts');
      server.close(() => resolve(address.port));
    });
  });
}
