import type { DeviceKind } from '@weft/local-ai/peer';

/** What this device is, to be called something on others: what the browser says of it. */
export function readDeviceKind(
  agent: string = navigator.userAgent,
  touches: number = navigator.maxTouchPoints,
): DeviceKind {
  if (/iPad|Tablet/iu.test(agent) || (/Android/u.test(agent) && !/Mobile/u.test(agent))) return 'tablet';
  if (/Mobi|iPhone/u.test(agent)) return 'phone';
  // An iPad says that it is a Mac; no Mac has a screen for several fingers.
  return /Macintosh/u.test(agent) && touches > 1 ? 'tablet' : 'computer';
}
