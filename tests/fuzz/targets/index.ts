import type { Target } from '../engine/target.ts';
import { appTargets } from './app.ts';
import { editorTargets } from './editor.ts';
import { errandTargets } from './errands.ts';
import { createFixture } from './fixture.ts';
import { importTargets } from './imports.ts';
import { keyTargets } from './keys.ts';
import { ledgerTargets } from './ledger.ts';
import { meetingTargets } from './meeting.ts';
import { pastTargets } from './past.ts';
import { peopleTargets } from './people.ts';
import { rekeyTargets } from './rekey.ts';
import { replicaTargets } from './replica.ts';
import { talkTargets } from './talk.ts';
import { toolTargets } from './tool.ts';
import { wireTargets } from './wire.ts';

/** Everything that reads hostile bytes. Each group has a room of its own: one does not change what another draws. */
export async function loadTargets(): Promise<readonly Target[]> {
  return [
    ...keyTargets(await createFixture()),
    ...wireTargets(await createFixture()),
    ...(await ledgerTargets(await createFixture())),
    ...replicaTargets(await createFixture()),
    ...peopleTargets(await createFixture()),
    ...errandTargets(await createFixture()),
    ...pastTargets(await createFixture()),
    ...appTargets(),
    ...editorTargets(),
    ...(await toolTargets(await createFixture())),
    ...meetingTargets(await createFixture()),
    ...rekeyTargets(await createFixture()),
    ...talkTargets(),
    ...importTargets(),
  ];
}
