// What runs in the worker: new Worker(new URL('@weft/editor-ui/formats/worker', import.meta.url), { type: 'module' }).
import { runJob } from './run-job.ts';
import type { Job } from './jobs.ts';

addEventListener('message', (event: MessageEvent<Job>) => {
  // What goes wrong here is told to the page, which would wait for an answer otherwise.
  answer(event.data).catch(reportError);
});

async function answer(job: Job): Promise<void> {
  postMessage(await runJob(job));
}
