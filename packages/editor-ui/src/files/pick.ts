/** Lets the person choose files. Call it while a press is being handled. `accept`: as of an `<input>`. */
export function pickFiles(
  { accept = '', multiple = false }: { readonly accept?: string; readonly multiple?: boolean },
  take: (files: readonly File[]) => void,
): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.multiple = multiple;
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) take(files);
  });
  input.click();
}
