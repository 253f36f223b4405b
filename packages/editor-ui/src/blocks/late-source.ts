import type * as SourceParts from './source-parts.ts';

/** Functions without state: one copy serves every editor of a page. */
let parts: typeof SourceParts | undefined;

export function sourceParts(): typeof SourceParts | undefined {
  return parts;
}

/** Fetches them. False where they cannot be had now: code and formulas are their own words until then. */
export async function fetchSourceParts(): Promise<boolean> {
  try {
    parts ??= await import('./source-parts.ts');
    return true;
  } catch {
    return false;
  }
}
