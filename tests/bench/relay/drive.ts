import type { Workload } from './protocols.ts';

/**
 * Sends all messages with so many outstanding, and resolves when every client has every message.
 * A message is outstanding until the last of its receivers has it.
 * @throws if any client got a message twice or one it should not get, or if a server closes
 */
export function drive(workload: Workload, outstanding: number): Promise<void> {
  const { clients, messages, toNumber, echoes } = workload;
  const receivers = echoes ? clients.length : clients.length - 1;
  const missing = new Int32Array(messages.length).fill(receivers);
  const seen = clients.map(() => new Uint8Array(messages.length));
  let sent = 0;
  let done = 0;
  return new Promise((resolve, reject) => {
    const fill = (): void => {
      while (sent < messages.length && sent - done < outstanding) {
        const message = messages[sent];
        if (message !== undefined) clients[sent % clients.length]?.send(message);
        sent++;
      }
    };
    clients.forEach((client, index) => {
      const take = (data: Uint8Array): void => {
        const number = toNumber(data);
        if (number === undefined) return;
        const marks = seen[index];
        if (marks === undefined || !(number < sent) || marks[number] === 1) {
          reject(new Error(`client ${index} got message ${number} twice or out of nowhere`));
          return;
        }
        if (!echoes && number % clients.length === index) {
          reject(new Error(`client ${index} got its own message ${number} back`));
          return;
        }
        marks[number] = 1;
        const left = (missing[number] ?? 0) - 1;
        missing[number] = left;
        if (left > 0) return;
        done++;
        if (done === messages.length) resolve();
        else fill();
      };
      client.listen(take, () => reject(new Error('the server closed a client')));
    });
    fill();
  });
}
