/** The floor: what comes in on one TCP connection goes out on all others, as it is. No frames, no rooms, no checks. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

const sockets = new Set<Socket>();
const server = createServer((socket) => {
  socket.setNoDelay(true);
  sockets.add(socket);
  socket.write('!'); // says that this connection is among the receivers from here on
  socket.on('data', (data) => {
    for (const other of sockets) if (other !== socket) other.write(data);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ event: 'listening', port: (server.address() as AddressInfo).port }));
});
