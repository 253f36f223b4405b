/** The origin of Yjs transactions that bring remote or stored content. Any other origin is a local change (LED-1). */
export const REMOTE: unique symbol = Symbol('weft remote');
