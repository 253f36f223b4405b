import type { Page } from '@playwright/test';

/** Files are read only once this is called: what is said meanwhile stays to be looked at. */
export async function slowFiles(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = async function () {
      await new Promise((resolve) => addEventListener('weft-test-go', resolve, { once: true }));
      Blob.prototype.arrayBuffer = arrayBuffer;
      return await this.arrayBuffer();
    };
  });
  return async () => await page.evaluate(() => void dispatchEvent(new Event('weft-test-go')));
}
