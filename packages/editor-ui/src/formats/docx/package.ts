import { unzipSync } from 'fflate';
import { child, type ReadXml, readXml, type Xml } from './xml.ts';

/** Bounds of what is unpacked, in bytes: one part of XML, one picture, everything. A part that says it is larger is not unpacked. */
const MOST_XML = 64_000_000;
const MOST_PICTURE = 25_000_000;
const MOST_ALL = 256_000_000;
const MOST_PARTS = 5000;

/** The parts of a Word file that are read. */
export interface DocxPackage {
  xml(path: string): Xml | undefined;
  bytes(path: string): Uint8Array<ArrayBuffer> | undefined;
  /** Where the text is. */
  readonly main: string;
  /** Whether any part that was read so far ends before it should. */
  isCut(): boolean;
  /** What a part refers to, by id: the path of a part, or an address elsewhere. */
  relations(
    path: string,
  ): ReadonlyMap<string, { readonly target: string; readonly isOutside: boolean; readonly type: string }>;
}

/** Why a file was not opened: it is no Word file, or it is more than is unpacked. */
export type PackageFailure = 'import-damaged' | 'import-too-big';

/**
 * Unpacks what is needed of a Word file, within bounds: each part gets exactly the room it says it needs, and what does not fit is cut off, so that
 * a few packed bytes cannot fill the memory.
 */
export function openDocx(bytes: Uint8Array): DocxPackage | PackageFailure {
  let parts: Record<string, Uint8Array>;
  let all = 0;
  let count = 0;
  let isTooBig = false;
  try {
    parts = unzipSync(bytes, {
      filter({ name, originalSize }) {
        const isXml = /\.(?:xml|rels)$/i.test(name);
        const isPicture = /(?:^|\/)media\//i.test(name);
        if (!isXml && !isPicture) return false;
        all += originalSize;
        count += 1;
        if (count > MOST_PARTS || all > MOST_ALL || (isXml && originalSize > MOST_XML)) isTooBig = true;
        return !isTooBig && (isXml || originalSize <= MOST_PICTURE);
      },
    });
  } catch {
    return 'import-damaged';
  }
  if (isTooBig) return 'import-too-big';
  const known = new Map<string, ReadXml | undefined>();
  const xml = (path: string): Xml | undefined => {
    if (!known.has(path)) known.set(path, Object.hasOwn(parts, path) ? readPart(parts[path] as Uint8Array) : undefined);
    return known.get(path)?.root;
  };
  const relations: DocxPackage['relations'] = (path) => {
    const [folder, name] = splitPath(path);
    const list = xml(`${folder}_rels/${name}.rels`)?.children ?? [];
    return new Map(
      list.map(({ attributes }) => {
        const { Id = '', Target = '', TargetMode = '', Type = '' } = attributes as Partial<Record<string, string>>;
        const isOutside = TargetMode === 'External';
        return [Id, { target: isOutside ? Target : resolvePath(folder, Target), isOutside, type: Type }];
      }),
    );
  };
  const main =
    [...relations('').values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'word/document.xml';
  if (child(xml(main), 'body') === undefined) return 'import-damaged';
  return {
    xml,
    main,
    relations,
    isCut: () => [...known.values()].some((part) => part?.isCut === true),
    bytes: (path) => (Object.hasOwn(parts, path) ? new Uint8Array(parts[path] as Uint8Array) : undefined),
  };
}

function readPart(bytes: Uint8Array): ReadXml | undefined {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return readXml(new TextDecoder(isWide ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes));
}

function splitPath(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf('/') + 1;
  return [path.slice(0, at), path.slice(at)];
}

function resolvePath(folder: string, target: string): string {
  const steps = (target.startsWith('/') ? target.slice(1) : `${folder}${target}`).split('/');
  const path: string[] = [];
  for (const step of steps) {
    if (step === '..') path.pop();
    else if (step !== '.' && step !== '') path.push(step);
  }
  return path.join('/');
}
