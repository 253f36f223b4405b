import { ATTACHMENT_FAULTS } from './attachments.ts';
import type { FaultCase } from './fault.ts';
import { LOG_FAULTS } from './log.ts';
import { PEOPLE_FAULTS } from './people.ts';
import { SURROUNDING_FAULTS } from './surroundings.ts';

/** Every way in which a relay is broken on purpose. */
export const FAULTS: readonly FaultCase[] = [
  ...LOG_FAULTS,
  ...ATTACHMENT_FAULTS,
  ...PEOPLE_FAULTS,
  ...SURROUNDING_FAULTS,
];
