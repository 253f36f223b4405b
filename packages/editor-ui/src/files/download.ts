/**
 * Hands bytes to the browser as a download. As bytes of no type: a browser that opened an unknown file as a page would give it this
 * page's rights.
 */
export function downloadBytes(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download holds on to what it reads; the address is for it alone.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
