/** Files and folders that a person chose or dropped, by their paths beside the manifest. */
import { MANIFEST_NAME } from '@weft/local-ai/models';

/** Paths as they are relative to the manifest; without one, to what all have in common. */
function toRelative(files: readonly (readonly [path: string, file: File])[]): ReadonlyMap<string, Blob> {
  const manifest = files.find(([path]) => path === MANIFEST_NAME || path.endsWith(`/${MANIFEST_NAME}`));
  const folder = manifest?.[0].slice(0, -MANIFEST_NAME.length) ?? '';
  return new Map(files.flatMap(([path, file]) => (path.startsWith(folder) ? [[path.slice(folder.length), file]] : [])));
}

/** Files of an `<input>`. */
export function chosenFiles(list: FileList): ReadonlyMap<string, Blob> {
  return toRelative(
    [...list].map((file) => [file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file] as const),
  );
}

async function readEntry(entry: FileSystemEntry): Promise<readonly (readonly [string, File])[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [[path, file]];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: (readonly [string, File])[] = [];
  for (;;) {
    // A folder is read a hundred entries at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    for (const inner of some) found.push(...(await readEntry(inner)));
  }
}

/** What was dropped, folders and all. */
export async function droppedFiles(data: DataTransfer): Promise<ReadonlyMap<string, Blob>> {
  // The list is empty once the event is over.
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found: (readonly [string, File])[] = [];
  for (const entry of entries) found.push(...(await readEntry(entry)));
  return toRelative(found);
}
