/** QR codes: a text as a picture for a camera. */
import { correction, generate } from 'lean-qr';

/** Draws a text, dark on white in every theme, with the margin that cameras need. Drawing the same again does nothing. */
export function drawCode(canvas: HTMLCanvasElement | undefined, text: string): void {
  if (canvas === undefined || canvas.dataset['text'] === text) return;
  canvas.dataset['text'] = text;
  generate(text, { minCorrectionLevel: correction.L }).toCanvas(canvas, {
    on: [0, 0, 0],
    off: [255, 255, 255],
    pad: 4,
  });
}
