import { writeDocx } from './docx/write-docx.ts';
import type { Job, JobResults } from './jobs.ts';
import { readFormat } from './read.ts';

/** Does one piece of work, wherever it runs. */
export async function runJob(job: Job): Promise<JobResults[Job['type']]> {
  return job.type === 'read' ? readFormat(job.format, job.bytes) : await writeDocx(job.source);
}
