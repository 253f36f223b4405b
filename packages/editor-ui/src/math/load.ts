/** What is known of the renderer before and after it is fetched: it comes with the first formula, and never before. */
import type { Rendered } from './render.ts';

type Render = (source: string, isBlock: boolean) => Rendered;

let render: Render | undefined;
let loading: Promise<boolean> | undefined;

/** Formulas that were drawn lately, by what they say: most drawings are of one that did not change. */
const drawn = new Map<string, Rendered>();
const MOST = 500;

/** Fetches the renderer. False where it cannot be had now (offline before it was ever fetched); it may be asked for again. */
export function loadMath(): Promise<boolean> {
  loading ??= import('./render.ts').then(
    (module) => {
      render = module.renderMath;
      return true;
    },
    () => {
      loading = undefined;
      return false;
    },
  );
  return loading;
}

/** Whether formulas can be drawn now. */
export function isMathLoaded(): boolean {
  return render !== undefined;
}

/** A formula's drawing; undefined until the renderer is there. */
export function drawMath(source: string, isBlock: boolean): Rendered | undefined {
  const key = `${isBlock ? 'b' : 'i'}${source}`;
  const known = drawn.get(key);
  if (known || !render) return known;
  const result = render(source, isBlock);
  const [oldest] = drawn.keys();
  if (drawn.size >= MOST && oldest !== undefined) drawn.delete(oldest);
  drawn.set(key, result);
  return result;
}
