// What runs in the worker: new Worker(new URL('@weft/editor-ui/formats/worker', import.meta.url), { type: 'module' }).
import { runJob } from './run-job.ts';
import type { Job } from './jobs.ts';

addEventListener('message', (event: MessageEvent<Job>) => void answer(event.data));

async function answer(job: Job): Promise<void> {
  postMessage(await runJob(job));
}
