import { createRequire } from 'node:module';
import { chromium, expect, test } from '@playwright/test';
import { toLaunchOptions } from '../harness/chromium.ts';
import type { GpuPage } from './gpu-page.ts';
import { openLocalPage } from './local-page.ts';
import { unlessThorough } from '../harness/unless-thorough.ts';

test('a model says the same on the graphics card as on the processor', async () => {
  test.skip(...unlessThorough('two runtimes of 14 and 27 MB are compiled'));
  const { resolve } = createRequire(import.meta.url);
  const options = toLaunchOptions();
  const args = [
    ...(options.args ?? []).filter((arg) => arg !== '--disable-gpu'),
    // Software where there is no card: good for what comes out, not for how fast.
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
  ];
  const browser = await chromium.launch({ ...options, args });
  try {
    const page = await openLocalPage(browser, new URL('gpu-page.ts', import.meta.url), {
      '/wasm.wasm': resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
      '/webgpu.wasm': resolve('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm'),
    });
    const hands = await page.evaluateHandle(() => (globalThis as unknown as { localPage: GpuPage }).localPage);
    const adapter = await hands.evaluate((gpu) => gpu.adapter());
    test.skip(adapter === undefined, 'this browser has no adapter for WebGPU, not even one in software');
    test
      .info()
      .annotations.push({ type: 'adapter', description: `${adapter?.name}, fallback: ${adapter?.isFallback}` });
    const processor = await hands.evaluate((gpu) => gpu.run('wasm'));
    const card = await hands.evaluate((gpu) => gpu.run('webgpu'));
    expect(card.logits).toHaveLength(264);
    for (const [at, logit] of card.logits.entries()) {
      expect(Math.abs(logit - (processor.logits[at] ?? 0))).toBeLessThan(5e-3);
    }
    expect(card.text).toBe(processor.text);
  } finally {
    await browser.close();
  }
});
