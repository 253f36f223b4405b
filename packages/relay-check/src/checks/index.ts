import type { Check } from '../check.ts';
import { ATTACHMENT_CHECKS } from './attachments.ts';
import { COMPACT_CHECKS } from './compact.ts';
import { ENVELOPE_CHECKS } from './envelopes.ts';
import { HELLO_CHECKS } from './hello.ts';
import { HTTP_CHECKS } from './http.ts';
import { ICE_CHECKS } from './ice.ts';
import { LIMIT_CHECKS } from './limits.ts';
import { LOG_CHECKS } from './log.ts';
import { MALFORMED_CHECKS } from './malformed.ts';
import { SIGNAL_CHECKS } from './signal.ts';

/** Every promise that is asked for. */
export const CHECKS: readonly Check[] = [
  ...HTTP_CHECKS,
  ...HELLO_CHECKS,
  ...ICE_CHECKS,
  ...LOG_CHECKS,
  ...ENVELOPE_CHECKS,
  ...COMPACT_CHECKS,
  ...ATTACHMENT_CHECKS,
  ...LIMIT_CHECKS,
  ...MALFORMED_CHECKS,
  ...SIGNAL_CHECKS,
];
