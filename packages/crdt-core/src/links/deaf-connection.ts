/**
 * A connection for y-webrtc that cannot carry y-webrtc's own messages: its channel opens and closes as it should, and nothing goes
 * in or out of it. y-webrtc hands whatever its channel brings to Yjs; with this there is nothing to hand over (ENV-7).
 */
import type { ConnectionConstructor } from './data-channel.ts';

/**
 * A subclass of `RTCPeerConnection`.
 *
 * @param Connection - what makes the connections
 * @param onConnection - told of each, in its constructor: the moment to make a channel of one's own
 */
export function createDeafConnection(
  Connection: ConnectionConstructor,
  onConnection: (connection: RTCPeerConnection) => void,
): ConnectionConstructor {
  const Base = Connection as typeof RTCPeerConnection;
  return class DeafConnection extends Base {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      onConnection(this);
      // From here on, channels are y-webrtc's.
      const create = this.createDataChannel.bind(this);
      this.createDataChannel = (label, options) => deafen(create(label, options));
      let handler: ((event: RTCDataChannelEvent) => void) | null = null;
      Object.defineProperty(this, 'ondatachannel', {
        get: () => handler,
        set(next: typeof handler) {
          handler = next;
        },
      });
      this.addEventListener('datachannel', (event) => {
        deafen(event.channel);
        handler?.(event);
      });
    }
  };
}

function deafen(channel: RTCDataChannel): RTCDataChannel {
  Object.defineProperty(channel, 'onmessage', { get: () => null, set() {} });
  Object.defineProperty(channel, 'send', { value: () => undefined });
  return channel;
}
